import { useQuery } from '@tanstack/react-query';
import type { Side } from '../../api/duplicates';
import type { Customer } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { birthdayText } from '../customers/birthday';
import { countryName } from '../customers/countries';
import { useFieldNames } from '../customers/fieldNames';
import { nameOf, shownPhone } from '../customers/names';
import { photoQuery } from '../customers/queries';
import { texts as customerTexts } from '../customers/texts';
import { useObjectUrl } from '../customers/useObjectUrl';
import type { MergeComparison, MergedField } from './comparison';
import styles from './Duplicates.module.css';
import { texts } from './texts';

interface FieldChoicesProps {
  keep: Customer;
  merge: Customer;
  comparison: MergeComparison;
  choices: Partial<Record<MergedField, Side>>;
  onChoose: (field: MergedField, side: Side) => void;
}

/** What differs is chosen, what one side alone has is kept, what agrees is named. */
export function FieldChoices({ keep, merge, comparison, choices, onChoose }: FieldChoicesProps) {
  const t = useTexts(texts).merge;
  const titleOf = useNames();
  const show = useShown();
  const sides: [Side, Customer, string][] = [
    ['keep', keep, t.kept],
    ['merge', merge, t.merged],
  ];
  return (
    <Sheet className={styles.part} aria-labelledby="fields">
      <h2 id="fields">{t.fields}</h2>
      <p className={styles.hint}>{t.fieldsText}</p>
      {comparison.asked.map((field) => (
        <fieldset key={field} className={styles.asked}>
          <legend>{t.keepOf(titleOf(field))}</legend>
          {sides.map(([side, customer, whose]) => (
            <label key={side}>
              <input
                type="radio"
                name={field}
                checked={(choices[field] ?? 'keep') === side}
                onChange={() => onChoose(field, side)}
              />
              <span>
                <small>{whose}</small>
                {field === 'photo' ? <Picture customer={customer} /> : show(field, customer)}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      {comparison.alone.length > 0 && (
        <dl className={styles.alone}>
          {comparison.alone.map(({ field, side }) => (
            <div key={field}>
              <dt>{titleOf(field)}</dt>
              <dd>{show(field, side === 'keep' ? keep : merge)}</dd>
            </div>
          ))}
        </dl>
      )}
      {comparison.same.length > 0 && (
        <p className={styles.hint}>{t.same(comparison.same.map(titleOf).join(', '))}</p>
      )}
      <p className={styles.hint}>{t.both}</p>
    </Sheet>
  );
}

function useNames(): (field: MergedField) => string {
  const t = useTexts(texts).merge;
  const { form } = useTexts(customerTexts);
  const names = useFieldNames();
  return (field) =>
    field === 'address'
      ? t.address
      : field === 'birthday'
        ? form.birthday
        : field === 'photo'
          ? t.photo
          : names[field];
}

function useShown(): (field: MergedField, customer: Customer) => string {
  const t = useTexts(texts).merge;
  const { form } = useTexts(customerTexts);
  const { language } = useLanguage();
  return (field, customer) => {
    const { address, birthday, title, age, preferred_contact: contact } = customer;
    switch (field) {
      case 'address':
        return [
          address?.line1,
          address?.line2,
          [address?.postcode, address?.city].filter(Boolean).join(' '),
          address?.region,
          address?.country && countryName(address.country, language),
        ]
          .filter(Boolean)
          .join(', ');
      case 'birthday':
        return birthday ? birthdayText(birthday, language) : '';
      case 'photo':
        return t.hasPhoto;
      case 'phone':
        return shownPhone(customer.phone);
      case 'title':
        return form.titles[title ?? ''];
      case 'age':
        return form.ages[age ?? ''];
      case 'preferred_contact':
        return form.contacts[contact ?? ''];
      case 'language':
        return form.languages[customer.language ?? ''];
      default:
        return customer[field] ?? '';
    }
  };
}

function Picture({ customer }: { customer: Customer }) {
  const t = useTexts(customerTexts);
  const { data } = useQuery(photoQuery(customer.id));
  const url = useObjectUrl(data);
  const name = nameOf(customer, t.list.anonymous);
  return url && <img className={styles.picture} src={url} alt={t.photo.alt(name)} />;
}
