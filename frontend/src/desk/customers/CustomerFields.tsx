import { type ReactNode, useMemo } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { FieldSet, Select, TextField } from '../../ui/Field';
import { useFieldProblem } from '../shell/fieldProblem';
import { daysIn, monthNames } from './birthday';
import styles from './CustomerFields.module.css';
import { countries } from './countries';
import type { CustomerForm, TextName } from './form';
import { TagField } from './TagField';
import { texts } from './texts';

interface CustomerFieldsProps {
  form: CustomerForm;
  onChange: (form: CustomerForm) => void;
  error: unknown;
  /** In a hurry: what recognises a customer first, the rest on demand. */
  brief?: boolean;
}

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

/** The fields of a customer's record, for a new one and for editing. */
export function CustomerFields({ form, onChange, error, brief }: CustomerFieldsProps) {
  const t = useTexts(texts).form;
  const fieldProblem = useFieldProblem(error);
  const bind: Bind = (name, problem = name) => ({
    name,
    value: form[name],
    onChange: (event) => onChange({ ...form, [name]: event.target.value }),
    error: fieldProblem(problem),
    autoComplete: 'off',
  });
  const more = (
    <>
      <Part legend={t.sections.identity} named={!brief}>
        {!brief && <Names bind={bind} />}
        <Choices label={t.customerTitle} names={t.titles} {...bind('title')} />
        <TextField label={t.company} maxLength={120} {...bind('company')} />
        <TextField
          label={t.siret}
          hint={t.siretHint}
          inputMode="numeric"
          maxLength={20}
          {...bind('siret')}
        />
      </Part>
      <Part legend={t.sections.contact} named={!brief}>
        {!brief && <Reach bind={bind} />}
        <Choices label={t.preferred} names={t.contacts} {...bind('preferred_contact')} />
        <Choices label={t.language} names={t.languages} {...bind('language')} />
      </Part>
      <Part legend={t.sections.address} named>
        <Address bind={bind} />
      </Part>
      <Part legend={t.sections.more} named>
        <BirthdayFields form={form} bind={bind} error={fieldProblem('birthday')} />
        <Choices label={t.age} names={t.ages} hint={t.ageHint} {...bind('age')} />
        <div className={styles.whole}>
          <TagField
            label={t.tags}
            hint={t.tagsHint}
            error={fieldProblem('tags')}
            value={form.tags}
            onChange={(tags) => onChange({ ...form, tags })}
          />
        </div>
      </Part>
    </>
  );
  if (!brief) return <div className={styles.parts}>{more}</div>;
  return (
    <div className={styles.parts}>
      <div className={styles.fields}>
        <Names bind={bind} />
        <Reach bind={bind} />
      </div>
      <details className={styles.more}>
        <summary>{t.more}</summary>
        <div className={styles.parts}>{more}</div>
      </details>
    </div>
  );
}

function Part({
  legend,
  named,
  children,
}: {
  legend: string;
  named: boolean;
  children: ReactNode;
}) {
  const fields = <div className={styles.fields}>{children}</div>;
  return named ? <FieldSet legend={legend}>{fields}</FieldSet> : fields;
}

function Names({ bind }: { bind: Bind }) {
  const t = useTexts(texts).form;
  return (
    <>
      <TextField data-autofocus label={t.firstName} maxLength={100} {...bind('first_name')} />
      <TextField label={t.lastName} maxLength={100} {...bind('last_name')} />
    </>
  );
}

function Reach({ bind }: { bind: Bind }) {
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

function Address({ bind }: { bind: Bind }) {
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

function BirthdayFields({ form, bind, error }: BirthdayFieldsProps) {
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

function Choices({ names, ...select }: ChoicesProps) {
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
