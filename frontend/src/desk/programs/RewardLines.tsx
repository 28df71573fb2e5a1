import type { Reward } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import type { Units } from '../../i18n/units';
import { useFormats } from '../shell/useFormats';
import styles from './Designer.module.css';
import { texts } from './texts';

type Line = Omit<Reward, 'value' | 'active' | 'stock_left'> & { stock_left?: number | null };

/** The catalogue, to be read. */
export function RewardLines({ rewards, units }: { rewards: readonly Line[]; units: Units }) {
  const t = useTexts(texts);
  const { date } = useFormats();
  return (
    <ul className={styles.sentences}>
      {rewards.map((reward) => {
        const facts = [
          reward.stock !== null && t.form.reward.saysStock(reward.stock, reward.stock_left ?? null),
          reward.limit_per_customer !== null && t.form.reward.saysLimit(reward.limit_per_customer),
          reward.valid_from && t.form.reward.saysFrom(date(reward.valid_from)),
          reward.valid_until && t.form.reward.saysUntil(date(reward.valid_until)),
        ].filter(Boolean);
        return (
          <li key={reward.id}>
            {t.history.rewardLine(reward.name, units(reward.cost))}
            {reward.description && <span className={styles.aside}>{reward.description}</span>}
            {facts.length > 0 && <span className={styles.aside}>{facts.join(' · ')}</span>}
          </li>
        );
      })}
    </ul>
  );
}
