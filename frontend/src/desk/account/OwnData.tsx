import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { downloadOwnFile, makeOwnFile, type OwnFile } from '../../api/ownAccount';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { saveFile } from '../../ui/saveFile';
import { sizeText } from '../exports/size';
import styles from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ownFilesQuery } from './queries';
import { texts } from './texts';

const TONE: Partial<Record<OwnFile['status'], Tone>> = {
  running: 'info',
  ready: 'ok',
  failed: 'danger',
};

/** A copy of what is kept about the person who is signed in. */
export function OwnData() {
  const t = useTexts(texts).data;
  const { language } = useLanguage();
  const queries = useQueryClient();
  const query = useQuery(ownFilesQuery);
  const make = useMutation({
    mutationFn: () => makeOwnFile(language),
    onSuccess: () => queries.invalidateQueries(ownFilesQuery),
  });
  return (
    <Sheet className={styles.section} aria-labelledby="own-data">
      <div>
        <h2 id="own-data">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <Loaded query={query} lines={2}>
        {(files) =>
          files.length > 0 && (
            <ul className={styles.list} aria-label={t.files}>
              {files.map((file) => (
                <Line key={file.id} file={file} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Refusal error={make.error} />
      <div>
        <Button
          variant="secondary"
          icon="download"
          busy={make.isPending}
          onClick={() => make.mutate()}
        >
          {t.make}
        </Button>
      </div>
    </Sheet>
  );
}

function Line({ file }: { file: OwnFile }) {
  const t = useTexts(texts).data;
  const { language } = useLanguage();
  const { date, dateTime } = useFormats();
  const download = useMutation({
    mutationFn: () => downloadOwnFile(file.id),
    onSuccess: (blob) => saveFile(blob, `mon-compte-${file.created_at.slice(0, 10)}.zip`),
  });
  const when = dateTime(file.created_at);
  return (
    <li className={styles.item}>
      <div>
        <p className={styles.name} role={file.status === 'running' ? 'status' : undefined}>
          {t.made(when)}
          <Badge tone={TONE[file.status] ?? 'plain'}>{t.states[file.status]}</Badge>
        </p>
        <p className={styles.details}>
          {file.status === 'failed' && t.failed}
          {file.status === 'ready' &&
            `${sizeText(file.size ?? 0, language)}, ${t.until(date(file.expires_at))}`}
        </p>
        <Refusal error={download.error} />
      </div>
      {file.status === 'ready' && (
        <Button
          variant="secondary"
          size="small"
          icon="download"
          aria-label={t.downloadOf(when)}
          busy={download.isPending}
          onClick={() => download.mutate()}
        >
          {t.download}
        </Button>
      )}
    </li>
  );
}
