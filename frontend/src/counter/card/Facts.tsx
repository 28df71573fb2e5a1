import { useQuery } from '@tanstack/react-query';
import { listCards } from '../../api/cards';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { Icon, type IconName } from '../../ui/Icon';
import { replace } from '../navigation';
import styles from './Facts.module.css';
import { type ShownCard, soon } from './standing';
import { texts } from './texts';

interface FactsProps {
  card: ShownCard;
  offline: boolean;
  from: 'home' | 'scan';
  now: Date;
}

/** What one may want to say to the customer, and what one should know before. */
export function Facts({ card, offline, from, now }: FactsProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = formats(language);
  const units = unitsIn(language, card.program);
  const { customer, tier, next_expiry: expiry } = card;
  const facts: [IconName, string, warn?: boolean][] = [];
  if (customer?.restricted) facts.push(['lock', t.restricted, true]);
  if (customer?.objected) facts.push(['shield', t.objected, true]);
  if (customer?.birthday?.month === now.getMonth() + 1) {
    const today = customer.birthday.day === now.getDate();
    facts.push(['gift', today ? t.birthdayToday : t.birthdayMonth]);
  }
  facts.push([
    'clock',
    card.last_earned_at ? t.lastVisit(format.ago(card.last_earned_at, now)) : t.neverVisited,
  ]);
  if (tier) {
    const { units: earned, next_threshold: next } = tier.progress;
    const place = tier.name ? t.tier(tier.name) : t.noTier;
    facts.push(['chart', next === null ? place : `${place} ${t.tierNext(units(next - earned))}`]);
  }
  for (const { units: count, available_at: at } of card.pending) {
    facts.push(['clock', t.pendingUntil(units(count), format.date(at))]);
  }
  if (expiry) {
    facts.push([
      'calendar',
      t.expires(units(expiry.units), format.date(lastDay(expiry.expires_at))),
      soon(expiry.expires_at, card.program.rules.warn_days, now),
    ]);
  }
  return (
    <div className={styles.facts}>
      <ul className={styles.list}>
        {facts.map(([icon, words, warn]) => (
          <li key={words} data-warn={warn ? '' : undefined}>
            <Icon name={icon} size={18} />
            {words}
          </li>
        ))}
      </ul>
      {customer?.notes && (
        <dl className={styles.notes}>
          <dt>{t.notes}</dt>
          <dd>{customer.notes}</dd>
        </dl>
      )}
      {customer && !offline && <OtherCards card={card} customerId={customer.id} from={from} />}
    </div>
  );
}

/** `expires_at` is the first moment without them: what customers are told is the day before. */
function lastDay(expiresAt: string): Date {
  return new Date(Date.parse(expiresAt) - 1);
}

interface OtherCardsProps {
  card: ShownCard;
  customerId: string;
  from: 'home' | 'scan';
}

/** One person, several programs: the other cards are a tap away. */
function OtherCards({ card, customerId, from }: OtherCardsProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { data } = useQuery({
    queryKey: ['cards-of', customerId],
    queryFn: ({ signal }) =>
      listCards({ customer_id: customerId, status: 'active', limit: 10 }, signal),
    gcTime: 60_000,
  });
  const others = data?.items.filter(({ id }) => id !== card.id) ?? [];
  if (others.length === 0) return null;
  return (
    <section aria-label={t.otherCards}>
      <h2 className={styles.title}>{t.otherCards}</h2>
      <ul className={styles.others}>
        {others.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              className={styles.other}
              onClick={() => replace({ screen: 'card', card: other.id, from })}
            >
              <Icon name="card" />
              <span>{other.program.name}</span>
              <strong>{unitsIn(language, other.program)(other.balance)}</strong>
              <Icon name="chevronRight" size={18} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
