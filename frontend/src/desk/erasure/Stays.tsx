import { useQuery } from '@tanstack/react-query';
import type { Erasure } from '../../api/erasures';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { Table } from '../../ui/Table';
import { periodText } from '../retention/periods';
import { retentionQuery } from '../retention/queries';
import { texts as retention } from '../retention/texts';
import styles from './Erasure.module.css';
import { texts } from './texts';

type Kept = NonNullable<Erasure['proof']>['kept'];

/** Which rows stay without the person, and for how long the law keeps them. */
export function Stays({ kept }: { kept: Kept }) {
  const t = useTexts(texts);
  const until = useUntil();
  const rows = kept.filter((one) => one.columns.length > 0);
  if (rows.length === 0) return null;
  return (
    <Sheet className={styles.stack} aria-labelledby="stays">
      <h2 id="stays">{t.page.stays}</h2>
      <p className={styles.hint}>{t.page.staysText}</p>
      <Table
        caption={t.page.stays}
        rows={rows}
        rowKey={({ table }) => table}
        columns={[
          {
            key: 'what',
            header: t.page.what,
            cell: ({ table, rows: count }) => (
              <>
                {t.tables[table] ?? t.other(table)}
                <span className={styles.detail}>{t.rows(count)}</span>
              </>
            ),
          },
          {
            key: 'until',
            header: t.page.until,
            cell: ({ columns }) => [...new Set(columns.map(({ rule }) => until(rule)))].join(' · '),
          },
        ]}
      />
    </Sheet>
  );
}

function useUntil(): (rule: string) => string {
  const { anchors, ownDate } = useTexts(retention);
  const { rules: words } = useTexts(texts);
  const { language } = useLanguage();
  const { data } = useQuery(retentionQuery);
  return (name) => {
    const rule = data?.rules.find((each) => each.name === name);
    if (!rule) return words[name] ?? name;
    if (rule.anchor === 'own_date') return ownDate;
    return `${periodText(rule.effective.period, language)} ${anchors[rule.anchor]}`;
  };
}
