import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Import } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { type Column, Table } from '../../ui/Table';
import { NotebookNav } from '../customers/NotebookNav';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ImportState } from './ImportState';
import styles from './Imports.module.css';
import { importsQuery } from './queries';
import { texts } from './texts';
import { UploadDrop } from './UploadDrop';
import { useOutcome } from './useOutcome';

export function ImportList() {
  const t = useTexts(texts);
  const mayImport = useMay('customers:import');
  return (
    <Page title={t.title} lead={mayImport && t.lead}>
      <NotebookNav />
      {mayImport ? (
        <div className={styles.stack}>
          <UploadDrop />
          <Earlier />
        </div>
      ) : (
        <EmptyState icon="lock" title={t.notAllowed} />
      )}
    </Page>
  );
}

function Earlier() {
  const t = useTexts(texts).list;
  const query = useInfiniteQuery(importsQuery);
  const columns = useColumns();
  return (
    <section className={styles.stack} aria-labelledby="earlier">
      <h2 id="earlier">{t.title}</h2>
      <Loaded query={query} lines={4}>
        {(data) => {
          const imports = data.pages.flatMap(({ items }) => items);
          if (imports.length === 0) return <p className={styles.hint}>{t.none}</p>;
          return (
            <>
              <Table caption={t.title} columns={columns} rows={imports} rowKey={({ id }) => id} />
              <More query={query}>{t.more}</More>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function useColumns(): Column<Import>[] {
  const t = useTexts(texts).list;
  const { nameless } = useTexts(texts).page;
  const { dateTime } = useFormats();
  const outcome = useOutcome();
  return [
    {
      key: 'file',
      header: t.file,
      cell: ({ id, filename }) => (
        <Link to="/customers/imports/$importId" params={{ importId: id }} className={styles.file}>
          {filename ?? nameless}
        </Link>
      ),
    },
    { key: 'state', header: t.state, cell: ({ status }) => <ImportState status={status} /> },
    {
      key: 'result',
      header: t.result,
      secondary: true,
      cell: (each) => outcome(each.counts) || (each.rows === null ? '—' : t.rows(each.rows)),
    },
    {
      key: 'when',
      header: t.when,
      align: 'end',
      secondary: true,
      cell: ({ created_at: at }) => <time dateTime={at}>{dateTime(at)}</time>,
    },
  ];
}
