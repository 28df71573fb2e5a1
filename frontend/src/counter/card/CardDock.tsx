import type { ReactNode } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import type { Units } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { useCurrency } from '../counter';
import { Dock } from '../shell/dock';
import styles from './CardView.module.css';
import { StampActions } from './StampActions';
import { saleTexts } from './saleTexts';
import type { Offer, ShownCard, Standing } from './standing';
import { texts } from './texts';
import type { Operation } from './useOperation';
import type { SaleInProgress } from './useSale';

interface CardDockProps {
  card: ShownCard;
  from: 'home' | 'scan';
  /** The reward that a full card is about. */
  best: Offer | undefined;
  made: Extract<Operation, { kind: 'made' }> | null;
  sending: string | null;
  mayEarn: boolean;
  standing: Standing;
  /** Null where units are said by hand. */
  sale: SaleInProgress | null;
  units: Units;
  returning: boolean;
  onStamp: (units: number) => void;
  onSale: () => void;
  onRedeem: (rewardId: string) => void;
  onLeave: () => void;
}

/** What a card's screen is for, under the thumb. */
export function CardDock(props: CardDockProps) {
  const { card, best, made, sending, mayEarn, standing, sale, onRedeem } = props;
  const t = useTexts(texts);
  const gift = (reward: Offer) => (
    <Button
      size="large"
      icon="gift"
      wide
      className={styles.redeem}
      busy={sending === 'redeem'}
      onClick={() => onRedeem(reward.id)}
    >
      {t.redeem(reward.name)}
    </Button>
  );
  return (
    <Dock>
      <div className={styles.dock}>
        {best && !made && gift(best)}
        {made ? (
          <After {...props} gift={best && gift(best)} />
        ) : (
          mayEarn &&
          (sale ? (
            standing.kind === 'open' && (
              <SaleButton
                sale={sale}
                units={props.units}
                busy={sending === 'earn'}
                onSale={props.onSale}
              />
            )
          ) : (
            <StampActions
              program={card.program}
              most={standing.kind === 'open' ? standing.most : 1}
              busy={sending === 'earn'}
              secondary={best !== undefined}
              disabled={standing.kind !== 'open'}
              onStamp={props.onStamp}
            />
          ))
        )}
      </div>
    </Dock>
  );
}

function After(props: CardDockProps & { gift: ReactNode }) {
  const { made, from, best, returning, onLeave, gift } = props;
  const t = useTexts(texts);
  const earned = made?.act.kind === 'earn';
  return (
    <div className={styles.after}>
      {best && earned && made?.gesture.state === 'done' && gift}
      <Button
        size="large"
        icon={from === 'scan' ? 'scan' : 'check'}
        variant={best && earned ? 'secondary' : 'primary'}
        className={returning ? styles.returning : undefined}
        onClick={onLeave}
      >
        {from === 'scan' ? t.scanNext : t.done}
      </Button>
    </div>
  );
}

interface SaleButtonProps {
  sale: SaleInProgress;
  units: Units;
  busy: boolean;
  onSale: () => void;
}

export function SaleButton({ sale, units, busy, onSale }: SaleButtonProps) {
  const t = useTexts(saleTexts);
  const { language } = useLanguage();
  const currency = useCurrency();
  const { act, preview, asking } = sale;
  const amount = act?.units === null ? act.amount : null;
  const refused = preview !== null && preview.refusals.length > 0;
  return (
    <Button
      size="large"
      icon="plus"
      wide
      className={styles.sale}
      busy={busy}
      disabled={act === null || refused}
      aria-busy={asking || undefined}
      onClick={onSale}
    >
      {preview && !refused
        ? t.credit(units(preview.units))
        : amount
          ? t.record(money(language, amount, currency))
          : t.recordPlain}
    </Button>
  );
}
