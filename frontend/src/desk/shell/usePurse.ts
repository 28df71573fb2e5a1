import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../i18n/LanguageProvider';
import type { Language } from '../../i18n/language';
import { merchantQuery } from '../settings/queries';

/** How amounts of money are written and read in this shop; null until the shop is known. */
export function usePurse(): { language: Language; currency: string } | null {
  const { language } = useLanguage();
  const { data } = useQuery({ ...merchantQuery, staleTime: 5 * 60_000 });
  return data ? { language, currency: data.data.currency } : null;
}
