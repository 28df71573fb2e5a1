import type { CSSProperties } from 'react';
import type { HolderCard } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import styles from './Account.module.css';
import { laterTexts } from './laterTexts';
import rewardStyles from './Rewards.module.css';

const USUAL_WARNING_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

/** What is not usable yet, what will not be usable for long, and one's level. */
export function Account({ card }: { card: HolderCard }) {
  const t = useTexts(laterTexts);
  const { language } = useLanguage();
  const { program, pending, next_expiry: expiry, tier } = card;
  const format = formats(language, card.merchant.time_zone);
  const units = unitsIn(language, program);
  if (pending.length === 0 && !expiry && !tier) return null;
  return (
    <Sheet className={styles.account} aria-labelledby="account-title">
      <h2 id="account-title" className={rewardStyles.title}>
        {t.account}
      </h2>
      {tier && <Tier card={card} tier={tier} />}
      {pending.map((each) => (
        <p key={each.available_at} className={styles.line}>
          <Icon name="clock" />
          {t.pending(units(each.units), format.dayMonth(each.available_at))}
        </p>
      ))}
      {expiry && <Expiry card={card} expiry={expiry} />}
    </Sheet>
  );
}

interface ExpiryProps {
  card: HolderCard;
  expiry: NonNullable<HolderCard['next_expiry']>;
}

function Expiry({ card, expiry }: ExpiryProps) {
  const t = useTexts(laterTexts);
  const { language } = useLanguage();
  const format = formats(language, card.merchant.time_zone);
  const units = unitsIn(language, card.program)(expiry.units);
  const end = Date.parse(expiry.expires_at);
  // The first moment without them: the last day with them is the one before.
  const date = format.date(new Date(end - 1));
  const warnDays = card.program.rules.warn_days ?? USUAL_WARNING_DAYS;
  const soon = end - Date.now() < warnDays * DAY_MS;
  return (
    <p className={styles.line} data-soon={soon || undefined}>
      <Icon name={soon ? 'warning' : 'calendar'} />
      {soon ? t.expiresSoon(units, date) : t.expires(units, date)}
    </p>
  );
}

interface TierProps {
  card: HolderCard;
  tier: NonNullable<HolderCard['tier']>;
}

function Tier({ card, tier }: TierProps) {
  const t = useTexts(laterTexts);
  const { language } = useLanguage();
  const units = unitsIn(language, card.program);
  const { units: earned, next_threshold: threshold, until } = tier.progress;
  const next = card.program.rules.tiers?.levels.find((level) => level.threshold === threshold);
  return (
    <div>
      <p>
        <strong>{tier.name ? t.tier(tier.name) : t.noTier}</strong>{' '}
        {until && t.tierUntil(formats(language).date(until))}{' '}
        {threshold === null && tier.name && t.tierTop}
      </p>
      {threshold !== null && (
        <>
          <p>{t.tierNext(units(threshold - earned), next?.name ?? '')}</p>
          <span className={rewardStyles.track} aria-hidden="true">
            <span
              className={rewardStyles.level}
              style={{ inlineSize: `${(earned / threshold) * 100}%` } as CSSProperties}
            />
          </span>
        </>
      )}
    </div>
  );
}
