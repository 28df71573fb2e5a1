import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { monthName } from './birthday';
import { countryName } from './countries';
import type { CustomerForm } from './form';
import { texts } from './texts';

/** What the form calls its fields. */
export function useFieldNames(): Record<keyof CustomerForm, string> {
  const t = useTexts(texts).form;
  return {
    title: t.customerTitle,
    first_name: t.firstName,
    last_name: t.lastName,
    company: t.company,
    siret: t.siret,
    phone: t.phone,
    email: t.email,
    preferred_contact: t.preferred,
    language: t.language,
    line1: t.line1,
    line2: t.line2,
    postcode: t.postcode,
    city: t.city,
    region: t.region,
    country: t.country,
    birth_day: `${t.birthday} (${t.day})`,
    birth_month: `${t.birthday} (${t.month})`,
    age: t.age,
    tags: t.tags,
  };
}

/** A field's value as one reads it, not as it is stored. */
export function useShownField(): (
  field: keyof CustomerForm,
  value: CustomerForm[keyof CustomerForm],
) => string {
  const t = useTexts(texts).form;
  const { language } = useLanguage();
  const names: Partial<Record<keyof CustomerForm, Record<string, string>>> = {
    title: t.titles,
    preferred_contact: t.contacts,
    language: t.languages,
    age: t.ages,
  };
  return (field, value) => {
    if (typeof value !== 'string') return value.join(', ');
    if (field === 'country') return countryName(value, language);
    if (field === 'birth_month') return monthName(Number(value), language);
    return names[field]?.[value] ?? value;
  };
}
