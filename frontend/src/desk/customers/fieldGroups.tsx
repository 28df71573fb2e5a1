import { useMemo } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { FieldSet, Select, TextField } from '../../ui/Field';
import { useFieldProblem } from '../shell/fieldProblem';
import { daysIn, monthNames } from './birthday';
import styles from './CustomerFields.module.css';
import { countries } from './countries';
import type { CustomerForm, TextName } from './form';
import { texts } from './texts';

type Bind = (
  name: TextName,
  problem?: string,
) => {
  name: string;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
  error: string | undefined;
  autoComplete: 'off';
};

/** What ties an input to its field. `within`: where the API has the fields, if not at the top. */
export function useBind(
  form: CustomerForm,
  onChange: (form: CustomerForm) => void,
  error: unknown,
  within = '',
): { bind: Bind; problem: (name: string) => string | undefined } {
  const problem = useFieldProblem(error, within);
  const bind: Bind = (name, asked = name) => ({
    name,
    value: form[name],
    onChange: (event) => onChange({ ...form, [name]: event.target.value }),
    error: problem(asked),
    autoComplete: 'off',
  });
  return { bind, problem };
}

export function Names({ bind }: { bind: Bind }) {
  const t = useTexts(texts).form;
  return (
    <>
      <TextField data-autofocus label={t.firstName} maxLength={100} {...bind('first_name')} />
      <TextField label={t.lastName} maxLength={100} {...bind('last_name')} />
    </>
  );
}

export function Reach({ bind }: { bind: Bind }) {
  const t = useTexts(texts).form;
  return (
    <>
      <TextField label={t.phone} hint={t.phoneHint} type="tel" inputMode="tel" {...bind('phone')} />
      <TextField
        label={t.email}
        type="email"
        inputMode="email"
        className={styles.low}
        {...bind('email')}
      />
    </>
  );
}

export function Address({ bind }: { bind: Bind }) {
  const t = useTexts(texts).form;
  const { language } = useLanguage();
  const all = useMemo(() => countries(language), [language]);
  const postcode = bind('postcode', 'address.postcode');
  return (
    <>
      <TextField label={t.line1} maxLength={120} {...bind('line1', 'address.line1')} />
      <TextField label={t.line2} maxLength={120} {...bind('line2', 'address.line2')} />
      <TextField
        label={t.postcode}
        maxLength={12}
        {...postcode}
        // The API looks at it together with the country.
        error={postcode.error ?? bind('postcode', 'address').error}
      />
      <TextField label={t.city} maxLength={100} {...bind('city', 'address.city')} />
      <TextField label={t.region} maxLength={100} {...bind('region', 'address.region')} />
      <Select label={t.country} {...bind('country', 'address.country')}>
        <option value="">{t.countryNone}</option>
        {all.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
    </>
  );
}

interface BirthdayFieldsProps {
  form: CustomerForm;
  bind: Bind;
  error: string | undefined;
}

export function BirthdayFields({ form, bind, error }: BirthdayFieldsProps) {
  const t = useTexts(texts).form;
  const { language } = useLanguage();
  const days = daysIn(Number(form.birth_month));
  return (
    <FieldSet legend={t.birthday} hint={t.birthdayHint}>
      <div className={styles.birthday}>
        <Select label={t.day} {...bind('birth_day')} error={error}>
          <option value="">—</option>
          {Array.from({ length: days }, (_, index) => index + 1).map((day) => (
            <option key={day}>{day}</option>
          ))}
        </Select>
        <Select label={t.month} {...bind('birth_month')}>
          <option value="">—</option>
          {monthNames(language).map((name, index) => (
            <option key={name} value={index + 1}>
              {name}
            </option>
          ))}
        </Select>
      </div>
    </FieldSet>
  );
}

interface ChoicesProps extends ReturnType<Bind> {
  label: string;
  hint?: string;
  names: Record<string, string>;
}

export function Choices({ names, ...select }: ChoicesProps) {
  return (
    <Select {...select}>
      {Object.entries(names).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </Select>
  );
}
