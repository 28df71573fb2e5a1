import { newPageLink } from '../../api/cards';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { ActionError } from './ActionError';
import { actionTexts } from './actionTexts';
import styles from './CardActions.module.css';
import { HandOver } from './HandOver';
import type { ShownCard } from './standing';
import { useAction } from './useAction';

export function NewLink({ card, onDone }: { card: ShownCard; onDone: () => void }) {
  const t = useTexts(actionTexts);
  const { busy, error, result, run } = useAction(() => newPageLink(card.id));
  if (result) {
    return (
      <HandOver
        url={result.page_url}
        actions={
          <Button wide onClick={onDone}>
            {t.handOver.done}
          </Button>
        }
      />
    );
  }
  return (
    <div className={styles.form}>
      <p>{t.link.text}</p>
      <ActionError error={error} />
      <Button size="large" busy={busy} onClick={run}>
        {t.link.confirm}
      </Button>
    </div>
  );
}
