import type { Erasure } from '../../api/erasures';
import { useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { type Column, Table } from '../../ui/Table';
import { useFormats } from '../shell/useFormats';
import styles from './Erasure.module.css';
import { texts } from './texts';

interface Line {
  table: string;
  erased: number;
  left: number;
}

/** What can be shown to whoever asked: what went, that nothing was found, who has confirmed. */
export function Proof({ erasure }: { erasure: Erasure }) {
  const t = useTexts(texts);
  const { dateTime } = useFormats();
  const { proof, receipts } = erasure;
  const columns: Column<Line>[] = [
    {
      key: 'what',
      header: t.page.what,
      cell: ({ table }) => t.tables[table] ?? t.other(table),
    },
    { key: 'erased', header: t.page.erased, align: 'end', cell: ({ erased }) => erased },
    { key: 'left', header: t.page.found, align: 'end', cell: ({ left }) => left },
  ];
  const lines = Object.entries(proof?.erased ?? {}).map(([table, erased]) => ({
    table,
    erased,
    left: proof?.left[table] ?? 0,
  }));
  return (
    <Sheet className={styles.stack} aria-labelledby="proof">
      <h2 id="proof">{t.page.proof}</h2>
      {proof && (
        <>
          <p className={styles.hint}>
            {t.page.proofText} {t.page.verified(dateTime(proof.verified_at))}.
          </p>
          <Table
            caption={t.page.proof}
            columns={columns}
            rows={lines}
            rowKey={({ table }) => table}
          />
        </>
      )}
      {receipts.length > 0 && (
        <section className={styles.group}>
          <h3>{t.page.receipts}</h3>
          <ul className={styles.tables}>
            {receipts.map(({ recipient, asked_at: at, confirmed_at: confirmed }) => (
              <li key={`${recipient} ${at}`}>
                <span>{t.page.recipients[recipient]}</span>
                <span className={styles.rows}>
                  {confirmed ? t.page.confirmed(dateTime(confirmed)) : t.page.unconfirmed}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={styles.hint}>
        {t.page.reference} <code>{erasure.id}</code>
      </p>
      {proof && (
        <p className={styles.hint}>
          {t.page.digest} <code className={styles.digest}>{proof.digest}</code>
        </p>
      )}
    </Sheet>
  );
}
