import { useState } from 'react';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { StatusLine } from '../../ui/StatusLine';
import { useCounter, useMay } from '../counter';
import { useJournal } from '../outbox/journal';
import { CASHIER_WINDOW_MS, lastOperation, undoableUntil } from '../outbox/undo';
import { cardUnits, cardWords, operationWords } from '../outbox/words';
import { texts } from '../texts';
import styles from './LastOperation.module.css';
import { useNow } from './useNow';

/** Long enough to answer "did I stamp that one?", short enough not to be about yesterday. */
const SHOWN_FOR_MS = 60 * 60_000;
/** With less left, an undo would likely arrive too late. */
const LAST_MOMENT_MS = 1_000;

/** What was done last, with its undo. It stays: a mistake is noticed when the customer says so. */
export function LastOperation() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { journal, outbox, queries } = useCounter();
  const { gestures, queue } = useJournal(journal);
  const mayAdjust = useMay('cards:adjust');
  const [busy, setBusy] = useState(false);
  const gesture = lastOperation(gestures);
  const until = gesture && undoableUntil(gesture, mayAdjust);
  const now = useNow(gesture ? 1_000 : null);
  const recent = gesture !== null && now - Date.parse(gesture.occurredAt) < SHOWN_FOR_MS;

  const shown = recent ? gesture : null;
  const left = until === null ? 0 : until - now;
  const undo = async (key: string) => {
    setBusy(true);
    await outbox.undo(key);
    setBusy(false);
    void queries.invalidateQueries({ queryKey: ['card'] });
  };
  const undoButton = shown && left > LAST_MOMENT_MS && (
    <Button variant="secondary" icon="undo" busy={busy} onClick={() => undo(shown.key)}>
      {t.last.undo}
      {Number.isFinite(left) && !mayAdjust && (
        <span className={styles.left} aria-hidden="true">
          {t.last.seconds(Math.min(Math.ceil(left / 1000), CASHIER_WINDOW_MS / 1000))}
        </span>
      )}
    </Button>
  );
  const kept = shown?.state === 'waiting';
  return (
    <section aria-label={t.last.label} className={styles.last}>
      <StatusLine tone={kept ? 'info' : 'ok'} action={undoButton}>
        {shown && (
          <>
            {operationWords(
              shown,
              cardWords(shown, queries, t),
              t,
              formats(language).signed,
              cardUnits(shown, queries, language),
            )}
            {kept && (
              <span className={styles.kept}>
                {queue === 'sending' ? t.last.sending : t.last.kept}
              </span>
            )}
          </>
        )}
      </StatusLine>
    </section>
  );
}
