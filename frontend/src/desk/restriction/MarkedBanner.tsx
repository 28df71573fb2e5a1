import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { texts } from './texts';

/** What the mark on this customer forbids, before somebody tries it. */
export function MarkedBanner({ customer }: { customer: Customer }) {
  const t = useTexts(texts).banner;
  if (customer.restricted_at) {
    return (
      <Banner tone="warn" icon="lock" title={t.title}>
        <p>{t.text}</p>
      </Banner>
    );
  }
  if (!customer.objected_at) return null;
  return (
    <Banner tone="warn" icon="shield" title={t.objectedTitle}>
      <p>{t.objected}</p>
    </Banner>
  );
}
