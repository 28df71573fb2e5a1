import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelImport, type Import } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Imports.module.css';
import { importQuery } from './queries';
import { texts } from './texts';

/** Work that goes on without this page. */
export function Progress({ stored }: { stored: Import }) {
  const t = useTexts(texts).progress;
  const { number } = useFormats();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelImport(stored.id),
    onSuccess: (next) => queries.setQueryData(importQuery(stored.id).queryKey, next),
  });
  const { status, progress } = stored;
  if (status !== 'reading' && status !== 'checking' && status !== 'running' && status !== 'undoing')
    return null;
  const { done, total } = progress;
  return (
    <Sheet className={styles.part} aria-labelledby="progress">
      <h2 id="progress">{t[status]}</h2>
      <progress
        className={styles.progress}
        aria-labelledby="progress"
        max={Math.max(total, 1)}
        // How long a file is shows only once it is read.
        value={total > 0 ? done : undefined}
      />
      {total > 0 && <p className={styles.numbers}>{t.rows(number(done), number(total))}</p>}
      <p className={styles.hint}>{t.leave}</p>
      <Refusal error={cancel.error} />
      {status !== 'undoing' && (
        <div>
          <Button variant="secondary" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t.cancel}
          </Button>
        </div>
      )}
    </Sheet>
  );
}
