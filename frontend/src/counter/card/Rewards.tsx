import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Rewards.module.css';
import type { Offer, RewardStanding } from './standing';
import { texts } from './texts';

interface RewardsProps {
  rewards: readonly RewardStanding[];
  redeemable: boolean;
  busy: boolean;
  onRedeem: (reward: Offer) => void;
}

/** The dearest that is ready has its button under the thumb; here are the others, and what is missing. */
export function Rewards({ rewards, redeemable, busy, onRedeem }: RewardsProps) {
  const t = useTexts(texts);
  const ready = rewards.filter(({ missing }) => missing === 0);
  const first = redeemable ? ready[0] : undefined;
  const others = rewards.filter(({ reward }) => reward !== first?.reward);
  if (others.length === 0) return null;
  return (
    <ul className={styles.rewards}>
      {others.map(({ reward, missing }) => (
        <li key={reward.id} className={missing === 0 ? styles.ready : styles.reward}>
          <Icon name="gift" />
          <span className={styles.name}>
            {missing === 0 ? t.ready(reward.name) : t.missing(missing, reward.name)}
          </span>
          {redeemable && missing === 0 && (
            <Button variant="secondary" busy={busy} onClick={() => onRedeem(reward)}>
              {t.redeem(reward.name)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
