import { replaceCard } from '../../api/cards';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { replace } from '../navigation';
import { ActionError } from './ActionError';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import { HandOver } from './HandOver';
import type { ShownCard } from './standing';
import { useAction } from './useAction';

export function Replacement({ card, onDone }: { card: ShownCard; onDone: () => void }) {
  const t = useTexts(actionTexts);
  const { busy, error, result, run } = useAction(() => replaceCard(card.id));
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
      <Button type="submit" size="large" busy={busy}>
        {t.replace.confirm}
      </Button>
    </form>
  );
}
