import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { downloadExport, type Export } from '../../api/exports';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { saveFile } from '../../ui/saveFile';
import { type Column, Table } from '../../ui/Table';
import { NotebookNav } from '../customers/NotebookNav';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Exports.module.css';
import { FILE_TONE } from './MadeFile';
import { exportsQuery } from './queries';
import { sizeText } from './size';
import { texts } from './texts';

export function ExportList() {
  const t = useTexts(texts);
  const mayExport = useMay('customers:export');
  return (
    <Page title={t.title} lead={mayExport && t.lead}>
      <NotebookNav />
      {mayExport ? <Files /> : <EmptyState icon="lock" title={t.notAllowed} />}
    </Page>
  );
}

function Files() {
  const t = useTexts(texts);
  const query = useInfiniteQuery(exportsQuery);
  const columns = useColumns();
  return (
    <Loaded query={query} lines={5}>
      {(data) => {
        const exports = data.pages.flatMap(({ items }) => items);
        if (exports.length === 0) {
          return (
            <EmptyState
              icon="download"
              title={t.none}
              action={
                <Link to="/customers" className={look({ variant: 'secondary' })}>
                  {t.toList}
                </Link>
              }
            >
              <p>{t.noneText}</p>
            </EmptyState>
          );
        }
        return (
          <div className={styles.stack}>
            <Table caption={t.title} columns={columns} rows={exports} rowKey={({ id }) => id} />
            <More query={query}>{t.more}</More>
          </div>
        );
      }}
    </Loaded>
  );
}

function useColumns(): Column<Export>[] {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { date, dateTime } = useFormats();
  return [
    {
      key: 'what',
      header: t.columns.what,
      cell: ({ what, format, rows }) => (
        <>
          {t.whats[what]} <span className={styles.format}>{format.toUpperCase()}</span>
          {rows !== null && <span className={styles.detail}>{t.rows(rows)}</span>}
        </>
      ),
    },
    {
      key: 'state',
      header: t.columns.state,
      cell: ({ status, expires_at: until }) => (
        <span role={status === 'running' ? 'status' : undefined}>
          <Badge tone={FILE_TONE[status] ?? 'plain'}>{t.states[status]}</Badge>
          {status === 'failed' && <span className={styles.detail}>{t.failed}</span>}
          {status === 'ready' && until && (
            <span className={styles.detail}>{t.until(date(until))}</span>
          )}
        </span>
      ),
    },
    {
      key: 'size',
      header: t.columns.size,
      align: 'end',
      secondary: true,
      cell: ({ size }) => (size === null ? '—' : sizeText(size, language)),
    },
    {
      key: 'when',
      header: t.columns.when,
      align: 'end',
      secondary: true,
      cell: ({ created_at: at }) => <time dateTime={at}>{dateTime(at)}</time>,
    },
    {
      key: 'get',
      header: t.columns.get,
      align: 'end',
      cell: (each) => each.status === 'ready' && <Download file={each} />,
    },
  ];
}

function Download({ file }: { file: Export }) {
  const t = useTexts(texts);
  const { dateTime } = useFormats();
  const download = useMutation({
    mutationFn: () => downloadExport(file.id),
    onSuccess: (blob) =>
      saveFile(blob, `${file.what}-${file.created_at.slice(0, 10)}.${file.format}`),
  });
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        icon="download"
        aria-label={t.downloadOf(t.whats[file.what], dateTime(file.created_at))}
        busy={download.isPending}
        onClick={() => download.mutate()}
      >
        {t.download}
      </Button>
      <Refusal error={download.error} />
    </>
  );
}
