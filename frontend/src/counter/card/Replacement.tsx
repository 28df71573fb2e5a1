import { useState } from 'react';
import { replaceCard } from '../../api/cards';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { replace } from '../navigation';
import { ActionError } from './ActionError';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import { HandOver } from './HandOver';
import type { ShownCard } from './standing';
import { useAction } from './useAction';

export function Replacement({ card, onDone }: { card: ShownCard; onDone: () => void }) {
  const t = useTexts(actionTexts);
  const w = useTexts(words);
  const [reason, setReason] = useState('');
  const { busy, error, result, run } = useAction(() =>
    replaceCard(card.id, reason.trim() || undefined),
  );
  if (result) {
    return (
      <>
        <h3>{t.replace.done}</h3>
        <HandOver
          url={result.page_url}
          actions={
            <Button
              wide
              onClick={() => {
                onDone();
                replace({ screen: 'card', card: result.id, from: 'home' });
              }}
            >
              {t.replace.open}
            </Button>
          }
        />
      </>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p>{t.replace.text}</p>
      <ActionError error={error} />
      <TextField
        label={t.replace.reason}
        hint={t.replace.reasonHint}
        optional={w.optional}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" size="large" busy={busy}>
        {t.replace.confirm}
      </Button>
    </form>
  );
}
