import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { type Import, undoImport } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button, look } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../shell/states';
import styles from './Imports.module.css';
import { Problems } from './Problems';
import { importQuery } from './queries';
import { RowPreview } from './RowPreview';
import { Tally } from './Tally';
import { texts } from './texts';

/** How it ended, and the way back. */
export function Outcome({ stored }: { stored: Import }) {
  const t = useTexts(texts).done;
  const queries = useQueryClient();
  const { status } = stored;
  // Customers, cards and the home screen's numbers are others than before.
  useEffect(() => {
    if (status === 'done' || status === 'undone') {
      void queries.invalidateQueries({ queryKey: ['customers'] });
      void queries.invalidateQueries({ queryKey: ['overview'] });
    }
  }, [queries, status]);
  return (
    <>
      <Sheet className={styles.part} aria-labelledby="outcome">
        <h2 id="outcome">
          {status === 'undone'
            ? t.undone
            : status === 'failed'
              ? t.failed
              : status === 'cancelled'
                ? t.cancelled
                : t.title}
        </h2>
        {status === 'undone' && <Undone stored={stored} />}
        {status === 'failed' && (
          <Banner tone="danger">
            <p>{stored.problem ? t.problems[stored.problem] : t.failedText}</p>
          </Banner>
        )}
        {status === 'cancelled' && <p>{stored.undoable ? t.cancelledPartly : t.cancelledText}</p>}
        {status !== 'undone' && <Tally counts={stored.counts} />}
        {status === 'done' && <Problems stored={stored} />}
        <Undo stored={stored} />
        <div className={styles.actions}>
          <Link to="/customers/imports" className={look({ variant: 'secondary' })}>
            {t.again}
          </Link>
          <Link to="/customers" className={look({})}>
            {t.customers}
          </Link>
        </div>
      </Sheet>
      {status === 'done' && <RowPreview stored={stored} />}
    </>
  );
}

function Undone({ stored: { undo } }: { stored: Import }) {
  const t = useTexts(texts).done;
  return (
    <>
      <p>{t.undoneText}</p>
      {undo && (
        <ul className={styles.undone}>
          {(['removed', 'restored', 'left'] as const)
            .filter((part) => (undo[part] ?? 0) > 0)
            .map((part) => (
              <li key={part}>{t[part](undo[part] ?? 0)}</li>
            ))}
        </ul>
      )}
    </>
  );
}

function Undo({ stored }: { stored: Import }) {
  const t = useTexts(texts).done;
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => undoImport(stored.id),
    onSuccess: (undoing) => queries.setQueryData(importQuery(stored.id).queryKey, undoing),
  });
  if (!stored.undoable) {
    return stored.status === 'done' ? <p className={styles.hint}>{t.locked}</p> : null;
  }
  return (
    <div className={styles.undo}>
      <Button variant="secondary" icon="undo" busy={undo.isPending} onClick={() => undo.mutate()}>
        {t.undo}
      </Button>
      <p className={styles.hint}>{t.undoText}</p>
      <Refusal error={undo.error} />
    </div>
  );
}
