import type { CSSProperties } from 'react';
import type { RewardOffer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { standing } from './progress';
import styles from './Rewards.module.css';
import { texts } from './texts';

interface RewardsProps {
  balance: number;
  rewards: readonly RewardOffer[];
  usable: boolean;
}

export function Rewards({ balance, rewards, usable }: RewardsProps) {
  const t = useTexts(texts);
  const { ready, next } = standing(balance, rewards);
  if (rewards.length === 0) return null;
  return (
    <Sheet className={styles.sheet} aria-labelledby="rewards-title">
      <h2 id="rewards-title" className={styles.title}>
        {t.rewards}
      </h2>
      {usable && ready.length > 0 && (
        <div className={styles.ready}>
          <span className={styles.seal}>
            <Icon name="gift" size={26} />
          </span>
          <div>
            <p className={styles.readyTitle}>{ready.length > 1 ? t.readySeveral : t.ready}</p>
            <p>{t.readyHow}</p>
          </div>
        </div>
      )}
      {usable && next && (
        <div>
          <p className={styles.next}>{t.next(next.missing, next.reward.name)}</p>
          <span className={styles.track} aria-hidden="true">
            <span
              className={styles.level}
              style={{ inlineSize: `${(balance / next.reward.cost) * 100}%` } as CSSProperties}
            />
          </span>
        </div>
      )}
      <ul className={styles.list}>
        {rewards.map((reward) => {
          const missing = reward.cost - balance;
          return (
            <li key={reward.id} className={cx(styles.reward, missing <= 0 && styles.reached)}>
              <span className={styles.cost}>{reward.cost}</span>
              <span className={styles.name}>
                {reward.name}
                {usable && missing > 0 && (
                  <span className={styles.missing}>{t.missing(missing)}</span>
                )}
              </span>
              {usable && missing <= 0 && <Badge tone="ok">{t.available}</Badge>}
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
