import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Import, ImportOutcome, ImportRow } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { type Column, Table } from '../../ui/Table';
import { Tabs } from '../../ui/Tabs';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { fieldTexts, type ImportField } from './fields';
import styles from './Imports.module.css';
import { importRowsQuery } from './queries';
import { texts } from './texts';
import { OUTCOMES } from './useOutcome';

/** Rows as they were understood, by what becomes of them. */
export function RowPreview({ stored }: { stored: Import }) {
  const t = useTexts(texts).check;
  const { number } = useFormats();
  const filled = OUTCOMES.filter((outcome) => (stored.counts?.[outcome] ?? 0) > 0);
  const [chosen, setChosen] = useState<ImportOutcome | null>(null);
  const outcome = chosen ?? filled[0];
  if (!outcome) return null;
  return (
    <Sheet className={styles.part} aria-labelledby="preview">
      <h2 id="preview">{t.preview}</h2>
      <Tabs
        label={t.preview}
        tabs={filled.map((id) => ({
          id,
          label: `${t.outcomes[id]} (${number(stored.counts?.[id] ?? 0)})`,
        }))}
        selected={outcome}
        onSelect={setChosen}
      >
        <Rows key={outcome} id={stored.id} outcome={outcome} />
      </Tabs>
    </Sheet>
  );
}

function Rows({ id, outcome }: { id: string; outcome: ImportOutcome }) {
  const t = useTexts(texts).check;
  const f = useTexts(fieldTexts);
  const query = useInfiniteQuery(importRowsQuery(id, outcome));
  const nameOf = (field: string) => f.fields[field as ImportField] ?? field;
  const columns: Column<ImportRow>[] = [
    { key: 'line', header: t.line, cell: ({ number }) => number },
    {
      key: 'content',
      header: t.content,
      cell: ({ values, problems }) => (
        <div className={styles.content}>
          <dl className={styles.values}>
            {Object.entries(values)
              .filter(([, value]) => value)
              .map(([field, value]) => (
                <div key={field}>
                  <dt>{nameOf(field)}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
          {problems.map(({ code, field }) => (
            <p key={`${code}-${field}`} className={styles.wrong}>
              {field && `${nameOf(field)} – `}
              {f.problems[code] ?? f.otherProblem}
            </p>
          ))}
        </div>
      ),
    },
  ];
  return (
    <Loaded query={query} lines={4}>
      {(data) => {
        const rows = data.pages.flatMap(({ items }) => items);
        if (rows.length === 0) return <p className={styles.hint}>{t.previewNone}</p>;
        return (
          <div className={styles.part}>
            <Table
              caption={t.outcomes[outcome]}
              columns={columns}
              rows={rows}
              rowKey={({ number }) => String(number)}
            />
            {query.hasNextPage && (
              <div>
                <Button
                  variant="secondary"
                  size="small"
                  busy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t.more}
                </Button>
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
