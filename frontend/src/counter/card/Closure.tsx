import { useState } from 'react';
import { closeCard } from '../../api/cards';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { texts as counterTexts } from '../texts';
import { ActionError } from './ActionError';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import type { ShownCard } from './standing';
import { useAction } from './useAction';

/** The one thing here that cannot be undone: it is asked for, with what will be lost. */
export function Closure({ card, onDone }: { card: ShownCard; onDone: () => void }) {
  const t = useTexts(actionTexts);
  const { balance: stamps } = useTexts(counterTexts).find;
  const [reason, setReason] = useState('');
  const { busy, error, run } = useAction(async () => {
    await closeCard(card.id, reason.trim());
    onDone();
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p>{card.balance > 0 ? t.closure.text(stamps(card.balance)) : t.closure.textEmpty}</p>
      <ActionError error={error} />
      <TextField
        label={t.closure.reason}
        required
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" size="large" variant="danger" busy={busy}>
        {t.closure.confirm}
      </Button>
    </form>
  );
}
