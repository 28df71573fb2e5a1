import { useTexts } from '../../i18n/LanguageProvider';
import type { Units } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Rewards.module.css';
import { isReady, type Offer, type RewardStanding } from './standing';
import { texts } from './texts';

interface RewardsProps {
  rewards: readonly RewardStanding[];
  units: Units;
  redeemable: boolean;
  busy: boolean;
  onRedeem: (reward: Offer) => void;
}

/** The dearest that is ready has its button under the thumb; here are the others, and what is missing. */
export function Rewards({ rewards, units, redeemable, busy, onRedeem }: RewardsProps) {
  const t = useTexts(texts);
  const ready = rewards.filter(isReady);
  const first = redeemable ? ready[0] : undefined;
  const others = rewards.filter(({ reward }) => reward !== first?.reward);
  if (others.length === 0) return null;
  return (
    <ul className={styles.rewards}>
      {others.map((standing) => {
        const { reward, missing } = standing;
        const has = isReady(standing);
        return (
          <li key={reward.id} className={has ? styles.ready : styles.reward}>
            <Icon name="gift" />
            <span className={styles.name}>
              {has
                ? t.ready(reward.name)
                : missing > 0
                  ? t.missing(units(missing), reward.name)
                  : t.notNow(reward.name)}
            </span>
            {redeemable && has && (
              <Button variant="secondary" busy={busy} onClick={() => onRedeem(reward)}>
                {t.redeem(reward.name)}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
