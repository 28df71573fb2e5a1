import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import styles from './Catalogue.module.css';
import { Discount } from './Discount';
import { saleTexts } from './saleTexts';
import type { RewardStanding, ShownCard } from './standing';

interface CatalogueProps {
  card: ShownCard;
  /** Dearest first. */
  rewards: readonly RewardStanding[];
  redeemable: boolean;
  busy: boolean;
  onReward: (rewardId: string) => void;
  onUnits: (units: number) => void;
}

/** What points can be exchanged for, cheapest first; what cannot be had says why. */
export function Catalogue(props: CatalogueProps) {
  const { card, rewards, redeemable, busy, onReward, onUnits } = props;
  const t = useTexts(saleTexts);
  const { language } = useLanguage();
  const { date } = formats(language);
  const units = unitsIn(language, card.program);
  const reason = ({ reward, missing, blocked }: RewardStanding): string | null => {
    if (blocked === 'stock') return t.noStock;
    if (blocked === 'early') return t.notYet(date(reward.valid_from ?? ''));
    if (blocked === 'late') return t.over(date(reward.valid_until ?? ''));
    return missing > 0 ? t.missing(units(missing)) : null;
  };
  return (
    <section className={styles.catalogue} aria-labelledby="catalogue">
      <h2 id="catalogue" className={styles.title}>
        {t.catalogue}
      </h2>
      <ul className={styles.list}>
        {[...rewards].reverse().map((standing) => {
          const { reward } = standing;
          const why = reason(standing);
          return (
            <li key={reward.id} className={cx(styles.reward, why === null && styles.ready)}>
              <span className={styles.cost}>{units(reward.cost)}</span>
              <span className={styles.name}>
                {reward.name}
                <span className={styles.detail}>
                  {[
                    why,
                    reward.description,
                    reward.valid_until && !why && t.until(date(reward.valid_until)),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {redeemable && why === null && (
                <Button
                  variant="secondary"
                  aria-label={t.giveNamed(reward.name)}
                  busy={busy}
                  onClick={() => onReward(reward.id)}
                >
                  {t.give}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {redeemable && card.program.rules.redeem_value && (
        <Discount card={card} units={units} busy={busy} onUnits={onUnits} />
      )}
    </section>
  );
}
