import { useMutation } from '@tanstack/react-query';
import { downloadRejected, type Import, type ImportProblem } from '../../api/imports';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { saveFile } from '../../ui/saveFile';
import { type Column, Table } from '../../ui/Table';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { fieldTexts } from './fields';
import styles from './Imports.module.css';
import { texts } from './texts';

const SHOWN = 5;

/** What does not pass, one line per cause, and the file that puts it right. */
export function Problems({ stored }: { stored: Import }) {
  const t = useTexts(texts).check;
  const f = useTexts(fieldTexts);
  const { language } = useLanguage();
  const { number } = useFormats();
  const download = useMutation({
    mutationFn: () => downloadRejected(stored.id, language),
    onSuccess: (file) =>
      saveFile(file, `${(stored.filename ?? 'import').replace(/\.\w+$/, '')}-rejected.csv`),
  });
  const columns: Column<ImportProblem>[] = [
    {
      key: 'problem',
      header: t.problem,
      cell: ({ code, rows, count }) => (
        <>
          {f.problems[code]}
          <span className={styles.lines}>
            {t.first(count, rows.slice(0, SHOWN).join(', ') + (count > SHOWN ? '…' : ''))}
          </span>
        </>
      ),
    },
    {
      key: 'field',
      header: t.column,
      cell: ({ field }) => (field ? f.fields[field] : '—'),
    },
    { key: 'count', header: t.times, align: 'end', cell: ({ count }) => number(count) },
  ];
  if (stored.errors.length === 0) return <p className={styles.fine}>{t.noProblems}</p>;
  return (
    <section className={styles.part} aria-labelledby="problems">
      <h3 id="problems">{t.problems}</h3>
      <Table
        caption={t.problems}
        columns={columns}
        rows={stored.errors}
        rowKey={({ code, field }) => `${code}-${field}`}
      />
      {(stored.counts?.rejected ?? 0) > 0 && (
        <div className={styles.download}>
          <Button
            variant="secondary"
            icon="download"
            busy={download.isPending}
            onClick={() => download.mutate()}
          >
            {t.rejected}
          </Button>
          <p className={styles.hint}>{t.rejectedHint}</p>
        </div>
      )}
      <Refusal error={download.error} />
    </section>
  );
}
