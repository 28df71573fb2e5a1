import type { Resource } from '../../api/billing';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { sizeText } from '../exports/size';
import { texts } from './texts';

/** How amounts of a resource are said: « 2 000 cartes actives », « 20 Mo d’images ». */
export function useQuotas() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const amount = (resource: Resource, n: number) =>
    resource === 'image_bytes' ? sizeText(n, language) : formats(language).number(n);
  return {
    name: (resource: Resource) => t.resources[resource],
    amount,
    line: (resource: Resource, limit: number | null | undefined) => {
      if (limit === null || limit === undefined) return t.quotas.unlimited[resource];
      if (resource === 'image_bytes') return t.quotas.image_bytes(amount(resource, limit));
      return t.quotas[resource](limit);
    },
  };
}
