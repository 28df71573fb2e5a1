import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Import, runImport } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../shell/states';
import styles from './Imports.module.css';
import { Problems } from './Problems';
import { importQuery } from './queries';
import { RowPreview } from './RowPreview';
import { Tally } from './Tally';
import { texts } from './texts';

interface CheckResultProps {
  stored: Import;
  onChange: () => void;
}

/** The dry run: what would happen, before it does. */
export function CheckResult({ stored, onChange }: CheckResultProps) {
  const t = useTexts(texts).check;
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: () => runImport(stored.id),
    onSuccess: (running) => queries.setQueryData(importQuery(stored.id).queryKey, running),
  });
  const importable = (stored.counts?.new ?? 0) + (stored.counts?.changed ?? 0);
  return (
    <>
      <Sheet className={styles.part} aria-labelledby="check">
        <h2 id="check">{t.title}</h2>
        <p className={styles.hint}>{t.safe}</p>
        <Tally counts={stored.counts} />
        <Problems stored={stored} />
        {importable === 0 && (
          <Banner tone="warn">
            <p>{t.nothing}</p>
          </Banner>
        )}
        <Refusal error={run.error} />
        <div className={styles.actions}>
          <Button variant="secondary" icon="arrowLeft" onClick={onChange}>
            {t.change}
          </Button>
          {importable > 0 && (
            <Button busy={run.isPending} onClick={() => run.mutate()}>
              {t.run(importable)}
            </Button>
          )}
        </div>
      </Sheet>
      <RowPreview stored={stored} />
    </>
  );
}
