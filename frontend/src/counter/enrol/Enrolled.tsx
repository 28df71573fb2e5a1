import type { CardWithPage } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { formatNumber } from '../../scan/content';
import { Button } from '../../ui/Button';
import { actionTexts } from '../card/actionTexts';
import { HandOver } from '../card/HandOver';
import { texts as cardTexts } from '../card/texts';
import { replace } from '../navigation';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import styles from './Enrol.module.css';
import { texts } from './texts';

/** The new card goes to the customer's phone, and usually gets its first stamp right away. */
export function Enrolled({ card }: { card: CardWithPage }) {
  const t = useTexts(texts);
  const c = useTexts(cardTexts);
  const { handOver } = useTexts(actionTexts);
  const name = card.customer?.first_name;
  return (
    <>
      <Heading detail={c.number(formatNumber(card.number))}>
        {name ? t.created(name) : t.createdAnonymous}
      </Heading>
      <div className={styles.done}>
        <h2>{handOver.title}</h2>
        <HandOver url={card.page_url} />
      </div>
      <Dock>
        <div className={styles.actions}>
          <Button
            size="large"
            variant="secondary"
            icon="check"
            onClick={() => replace({ screen: 'home', served: Date.now() })}
          >
            {handOver.done}
          </Button>
          <Button
            size="large"
            icon="stamp"
            onClick={() => replace({ screen: 'card', card: card.id, from: 'home' })}
          >
            {handOver.open}
          </Button>
        </div>
      </Dock>
    </>
  );
}
