import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { downloadOwnFile, makeOwnFile, type OwnFile } from '../../api/ownAccount';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { MadeFile } from '../exports/MadeFile';
import { sizeText } from '../exports/size';
import styles from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ownFilesQuery } from './queries';
import { texts } from './texts';

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
  const when = dateTime(file.created_at);
  return (
    <MadeFile
      status={file.status}
      name={t.made(when)}
      state={t.states[file.status]}
      details={
        <>
          {file.status === 'failed' && t.failed}
          {file.status === 'ready' &&
            `${sizeText(file.size ?? 0, language)}, ${t.until(date(file.expires_at))}`}
        </>
      }
      download={{
        label: t.download,
        spoken: t.downloadOf(when),
        read: () => downloadOwnFile(file.id),
        saveAs: `mon-compte-${file.created_at.slice(0, 10)}.zip`,
      }}
    />
  );
}
