import type { ApiProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { replace } from '../navigation';
import styles from './Enrol.module.css';
import { texts } from './texts';

interface DuplicateProps {
  problem: ApiProblem | null;
  busy: boolean;
  onBack: () => void;
  onAddCard: (customerId: string) => void;
  onAnyway: () => void;
}

/** The notebook knows this phone or e-mail: most often the customer just forgot having a card. */
export function Duplicate({ problem, busy, onBack, onAddCard, onAnyway }: DuplicateProps) {
  const t = useTexts(texts);
  const card = problem?.extra<string | null>('card_id');
  const customer = problem?.extra<string>('customer_id');
  return (
    <Dialog
      open={problem !== null}
      onClose={onBack}
      title={t.duplicate.title}
      closeLabel={t.duplicate.back}
      kind="sheet"
    >
      <p>{t.duplicate.text}</p>
      <div className={styles.after}>
        {card ? (
          <Button
            size="large"
            icon="card"
            onClick={() => replace({ screen: 'card', card, from: 'home' })}
          >
            {t.duplicate.open}
          </Button>
        ) : (
          customer && (
            <Button size="large" icon="plus" busy={busy} onClick={() => onAddCard(customer)}>
              {t.duplicate.addCard}
            </Button>
          )
        )}
        <Button variant="secondary" onClick={onBack}>
          {t.duplicate.back}
        </Button>
        <Button variant="quiet" busy={busy} onClick={onAnyway}>
          {t.duplicate.anyway}
        </Button>
      </div>
    </Dialog>
  );
}
