import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { downloadTakeout, makeTakeout, type Takeout } from '../../api/takeouts';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Banner, type Tone } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { saveFile } from '../../ui/saveFile';
import { sizeText } from '../exports/size';
import styles from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { takeoutsQuery } from './queries';
import { texts } from './texts';

const TONE: Partial<Record<Takeout['status'], Tone>> = {
  running: 'info',
  ready: 'ok',
  failed: 'danger',
};

export function TakeOut() {
  const t = useTexts(texts).out;
  const { language } = useLanguage();
  const queries = useQueryClient();
  const query = useQuery(takeoutsQuery);
  const make = useMutation({
    mutationFn: () => makeTakeout(language),
    onSuccess: () => queries.invalidateQueries(takeoutsQuery),
  });
  return (
    <Sheet className={styles.section} aria-labelledby="take-out">
      <div>
        <h2 id="take-out">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <Banner icon="lock">
        <p>{t.careful}</p>
      </Banner>
      <Loaded query={query} lines={2}>
        {(files) =>
          files.length === 0 ? (
            <p className={styles.lead}>{t.none}</p>
          ) : (
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
        <Button icon="download" busy={make.isPending} onClick={() => make.mutate()}>
          {t.make}
        </Button>
      </div>
    </Sheet>
  );
}

function Line({ file }: { file: Takeout }) {
  const t = useTexts(texts).out;
  const { language } = useLanguage();
  const { date, dateTime } = useFormats();
  const download = useMutation({
    mutationFn: () => downloadTakeout(file.id),
    onSuccess: (blob) => saveFile(blob, `mon-carnet-${file.created_at.slice(0, 10)}.zip`),
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
          {file.status === 'running' && t.running}
          {file.status === 'failed' && t.failed}
          {file.status === 'ready' &&
            t.about(file.rows ?? 0, sizeText(file.size ?? 0, language), date(file.expires_at))}
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
