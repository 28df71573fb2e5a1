import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../i18n/LanguageProvider';
import { plansQuery } from './queries';

/** What a plan is called; its id until the list has come. */
export function usePlanName(): (id: string) => string {
  const { language } = useLanguage();
  const { data } = useQuery(plansQuery);
  return (id) => data?.items.find((plan) => plan.id === id)?.name[language] ?? id;
}
