import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { downloadTakeout, makeTakeout, type Takeout } from '../../api/takeouts';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { MadeFile } from '../exports/MadeFile';
import { sizeText } from '../exports/size';
import styles from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { takeoutsQuery } from './queries';
import { texts } from './texts';

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
  const when = dateTime(file.created_at);
  return (
    <MadeFile
      status={file.status}
      name={t.made(when)}
      state={t.states[file.status]}
      details={
        <>
          {file.status === 'running' && t.running}
          {file.status === 'failed' && t.failed}
          {file.status === 'ready' &&
            t.about(file.rows ?? 0, sizeText(file.size ?? 0, language), date(file.expires_at))}
        </>
      }
      download={{
        label: t.download,
        spoken: t.downloadOf(when),
        read: () => downloadTakeout(file.id),
        saveAs: `mon-carnet-${file.created_at.slice(0, 10)}.zip`,
      }}
    />
  );
}
