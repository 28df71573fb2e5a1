import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Import, ImportField, ImportOutcome, ImportRow } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { type Column, Table } from '../../ui/Table';
import { Tabs } from '../../ui/Tabs';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { fieldTexts } from './fields';
import styles from './Imports.module.css';
import { mappingOf } from './mapping';
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
        <Rows key={outcome} stored={stored} outcome={outcome} />
      </Tabs>
    </Sheet>
  );
}

function Rows({ stored, outcome }: { stored: Import; outcome: ImportOutcome }) {
  const t = useTexts(texts);
  const f = useTexts(fieldTexts);
  const query = useInfiniteQuery(importRowsQuery(stored, outcome));
  const mapping = mappingOf(stored);
  const columns: Column<ImportRow>[] = [
    { key: 'line', header: t.check.line, cell: ({ row }) => row },
    {
      key: 'content',
      header: t.check.content,
      cell: ({ cells, code, field, customer_id: customerId }) => (
        <div className={styles.content}>
          {cells && (
            <dl className={styles.values}>
              {stored.columns
                .filter(({ index }) => mapping[index] && cells[index])
                .map(({ index }) => (
                  <div key={index}>
                    <dt>{f.fields[mapping[index] as ImportField]}</dt>
                    <dd>{cells[index]}</dd>
                  </div>
                ))}
            </dl>
          )}
          {code && (
            <p className={styles.wrong}>
              {field && `${f.fields[field]} – `}
              {f.problems[code]}
            </p>
          )}
          {customerId && (
            <Link to="/customers/$customerId" params={{ customerId }} className={styles.file}>
              {t.check.open}
            </Link>
          )}
        </div>
      ),
    },
  ];
  return (
    <Loaded query={query} lines={4}>
      {(data) => {
        const rows = data.pages.flatMap(({ items }) => items);
        if (rows.length === 0) return <p className={styles.hint}>{t.check.previewNone}</p>;
        return (
          <div className={styles.part}>
            <Table
              caption={t.check.outcomes[outcome]}
              columns={columns}
              rows={rows}
              rowKey={({ row }) => String(row)}
            />
            {query.hasNextPage && (
              <div>
                <Button
                  variant="secondary"
                  size="small"
                  busy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t.check.more}
                </Button>
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
