import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import type { Excess } from './plans';
import styles from './Subscription.module.css';
import { texts } from './texts';
import { useQuotas } from './useQuotas';

/** What a smaller plan has no room for, and what becomes of it. */
export function ExcessList({ title, items }: { title: string; items: readonly Excess[] }) {
  const t = useTexts(texts).preview;
  const { name, amount } = useQuotas();
  if (items.length === 0) return null;
  return (
    <Banner tone="warn" title={title}>
      <ul className={styles.excess}>
        {items.map(({ resource, used, limit }) => (
          <li key={resource}>
            {t.overLine(name(resource), amount(resource, used), amount(resource, limit))}
          </li>
        ))}
      </ul>
      <p>{t.overText}</p>
    </Banner>
  );
}
