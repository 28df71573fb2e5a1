import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { texts } from './texts';

/** Why the service would refuse to use this customer's data, in a few words; null: it would not. */
export function useBar(customer: Customer, purpose: 'use' | 'news' = 'use'): string | null {
  const t = useTexts(texts).bars;
  if (customer.restricted_at) return t.restricted;
  return purpose === 'news' && customer.objected_at ? t.objected : null;
}
