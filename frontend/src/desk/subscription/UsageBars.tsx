import type { Usage, UsageItem } from '../../api/billing';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { cx } from '../../ui/cx';
import { Sheet } from '../../ui/Sheet';
import { isPressing } from '../shell/standing';
import { useFormats } from '../shell/useFormats';
import { RESOURCES } from './plans';
import styles from './Subscription.module.css';
import { texts } from './texts';
import { useQuotas } from './useQuotas';

function toneOf(item: UsageItem): Tone | 'plain' {
  if (isPressing(item)) return 'danger';
  return item.level === 'near' ? 'warn' : 'plain';
}

export function UsageBars({ usage }: { usage: Usage }) {
  const t = useTexts(texts).usage;
  const items = RESOURCES.flatMap(
    (name) => usage.items.find((item) => item.resource === name) ?? [],
  );
  return (
    <Sheet className={styles.section} aria-labelledby="usage">
      <h2 id="usage">{t.title}</h2>
      <ul className={styles.usage}>
        {items.map((item) => (
          <Line key={item.resource} item={item} />
        ))}
      </ul>
    </Sheet>
  );
}

function Line({ item }: { item: UsageItem }) {
  const t = useTexts(texts).usage;
  const { date } = useFormats();
  const { name, amount } = useQuotas();
  const { resource, used, limit, level, frozen, period_ends_at: until } = item;
  // A rate has no stock to be filled: only what is allowed.
  const rate = resource === 'requests_per_minute';
  const said = rate
    ? limit === null
      ? t.rateUnlimited
      : t.rate(amount(resource, limit))
    : limit === null
      ? t.unlimited(amount(resource, used))
      : t.of(amount(resource, used), amount(resource, limit));
  return (
    <li>
      <p className={styles.usageHead}>
        <span id={`usage-${resource}`}>{name(resource)}</span>
        <span className={styles.figure}>{said}</span>
      </p>
      {!rate && limit !== null && (
        <progress
          className={cx(styles.bar, styles[toneOf(item)])}
          max={Math.max(limit, 1)}
          value={Math.min(used, limit)}
          aria-labelledby={`usage-${resource}`}
        />
      )}
      {(level !== 'ok' || frozen > 0 || until) && (
        <p className={styles.usageFoot}>
          {level !== 'ok' && <Badge tone={toneOf(item)}>{t.levels[level]}</Badge>}
          {frozen > 0 && <span>{t.frozen(frozen)}</span>}
          {until && !rate && <span>{t.until(date(until))}</span>}
        </p>
      )}
    </li>
  );
}
