import { useTexts } from '../../i18n/LanguageProvider';
import { Select, TextField } from '../../ui/Field';
import { useFieldProblem } from '../shell/fieldProblem';
import styles from './CustomerFields.module.css';
import type { CustomerForm } from './form';
import { texts } from './texts';

interface CustomerFieldsProps {
  form: CustomerForm;
  onChange: (form: CustomerForm) => void;
  error: unknown;
}

/** The fields of a customer's record, for a new one and for editing. */
export function CustomerFields({ form, onChange, error }: CustomerFieldsProps) {
  const t = useTexts(texts).form;
  const fieldProblem = useFieldProblem(error);
  const field = (name: keyof CustomerForm) => ({
    name,
    value: form[name],
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...form, [name]: event.target.value }),
    error: fieldProblem(name),
    autoComplete: 'off',
  });
  return (
    <div className={styles.fields}>
      <TextField data-autofocus label={t.firstName} maxLength={100} {...field('first_name')} />
      <TextField label={t.lastName} optional={t.optional} maxLength={100} {...field('last_name')} />
      <TextField
        label={t.phone}
        optional={t.optional}
        hint={t.phoneHint}
        type="tel"
        inputMode="tel"
        {...field('phone')}
      />
      <TextField
        label={t.email}
        optional={t.optional}
        type="email"
        inputMode="email"
        className={styles.low}
        {...field('email')}
      />
      <Select label={t.language} optional={t.optional} {...field('language')}>
        {(['', 'fr', 'en'] as const).map((each) => (
          <option key={each} value={each}>
            {t.languages[each]}
          </option>
        ))}
      </Select>
    </div>
  );
}
