import type { CSSProperties } from 'react';
import type { HolderCard, RewardOffer } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { shortMoney } from '../../i18n/money';
import { unitsIn } from '../../i18n/units';
import { Badge } from '../../ui/Badge';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { laterTexts } from './laterTexts';
import { offered, standing, today } from './progress';
import styles from './Rewards.module.css';

/** What one can have, what comes next, and the whole catalogue. */
export function Rewards({ card, usable }: { card: HolderCard; usable: boolean }) {
  const t = useTexts(laterTexts);
  const { language } = useLanguage();
  const format = formats(language);
  const { program, available, merchant } = card;
  const { rewards, rules } = program;
  const units = unitsIn(language, program);
  const day = today(merchant.time_zone);
  const { ready, next } = standing(available, rewards, day);
  const worth = rules.redeem_value;
  if (rewards.length === 0 && !worth) return null;
  const details = (reward: RewardOffer): string[] => {
    const state = offered(reward, day);
    const missing = reward.cost - available;
    return [
      state === 'stock' && t.noStock,
      state === 'early' && t.from(format.dayMonth(reward.valid_from ?? '')),
      state === 'late' && t.over,
      usable && state === 'now' && missing > 0 && t.missing(units(missing)),
      reward.limit_per_customer !== null && t.limit(reward.limit_per_customer),
      state === 'now' && reward.valid_until && t.until(format.date(reward.valid_until)),
    ].filter((part): part is string => typeof part === 'string' && part !== '');
  };
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
          <p className={styles.next}>{t.next(units(next.missing), next.reward.name)}</p>
          <span className={styles.track} aria-hidden="true">
            <span
              className={styles.level}
              style={{ inlineSize: `${(available / next.reward.cost) * 100}%` } as CSSProperties}
            />
          </span>
        </div>
      )}
      <ul className={styles.list}>
        {rewards.map((reward) => {
          const has = ready.includes(reward);
          return (
            <li key={reward.id} className={cx(styles.reward, has && styles.reached)}>
              <span className={styles.cost}>{format.number(reward.cost)}</span>
              <span className={styles.name}>
                {reward.name}
                {reward.description && (
                  <span className={styles.description}>{reward.description}</span>
                )}
                <span className={styles.missing}>{details(reward).join(' · ')}</span>
              </span>
              {usable && has && <Badge tone="ok">{t.available}</Badge>}
            </li>
          );
        })}
      </ul>
      {worth && usable && (
        <p className={styles.missing}>
          {t.worth(units(worth.units), shortMoney(language, worth.value, merchant.currency))}{' '}
          {rules.redeem_minimum ? t.worthFrom(units(rules.redeem_minimum)) : ''}
        </p>
      )}
    </Sheet>
  );
}
