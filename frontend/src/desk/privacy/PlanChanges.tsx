import type { PlanChange, RequestPlan } from '../../api/privacyRequests';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Table } from '../../ui/Table';
import { birthdayText } from '../customers/birthday';
import { countryName } from '../customers/countries';
import { shownPhone } from '../customers/names';
import { texts as notebook } from '../customers/texts';
import styles from './Requests.module.css';
import { texts } from './texts';

/** Of a correction: what the record says, what it would, and who else is told. */
export function PlanChanges({ plan }: { plan: RequestPlan }) {
  const t = useTexts(texts).plan;
  const { form, details } = useTexts(notebook);
  const show = useShown();
  const names: Record<PlanChange['field'], string> = {
    first_name: form.firstName,
    last_name: form.lastName,
    phone: form.phone,
    email: form.email,
    address: details.address,
    birthday: form.birthday,
    language: form.language,
  };
  const told = plan.recipients.map((each) => t.recipients[each] ?? each);
  return (
    <>
      <Table
        caption={t.changes}
        rows={plan.changes}
        rowKey={({ field }) => field}
        columns={[
          { key: 'field', header: t.field, cell: ({ field }) => names[field] },
          {
            key: 'before',
            header: t.before,
            cell: (one) => <span className={styles.words}>{show(one.field, one.before)}</span>,
          },
          {
            key: 'after',
            header: t.after,
            cell: (one) => <strong className={styles.words}>{show(one.field, one.after)}</strong>,
          },
        ]}
      />
      <p>{t.told(told)}</p>
    </>
  );
}

function useShown(): (field: PlanChange['field'], value: PlanChange['after']) => string {
  const t = useTexts(texts).plan;
  const { languages } = useTexts(notebook).form;
  const { language } = useLanguage();
  return (field, value) => {
    if (value === null) return t.nothing;
    if (typeof value === 'object') {
      if ('month' in value) return birthdayText(value, language);
      const { line1, line2, postcode, city, region, country } = value;
      const town = [postcode, city].filter(Boolean).join(' ');
      const lines = [line1, line2, town, region, country && countryName(country, language)];
      return lines.filter(Boolean).join('\n');
    }
    if (field === 'phone') return shownPhone(value);
    return field === 'language' ? (languages[value as 'fr' | 'en'] ?? value) : value;
  };
}
