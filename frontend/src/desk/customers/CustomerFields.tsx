import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { FieldSet, TextField } from '../../ui/Field';
import styles from './CustomerFields.module.css';
import { Address, BirthdayFields, Choices, Names, Reach, useBind } from './fieldGroups';
import type { CustomerForm } from './form';
import { TagField } from './TagField';
import { texts } from './texts';

interface CustomerFieldsProps {
  form: CustomerForm;
  onChange: (form: CustomerForm) => void;
  error: unknown;
  /** In a hurry: what recognises a customer first, the rest on demand. */
  brief?: boolean;
}

/** The fields of a customer's record, for a new one and for editing. */
export function CustomerFields({ form, onChange, error, brief }: CustomerFieldsProps) {
  const t = useTexts(texts).form;
  const { bind, problem } = useBind(form, onChange, error);
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
        <BirthdayFields form={form} bind={bind} error={problem('birthday')} />
        <Choices label={t.age} names={t.ages} hint={t.ageHint} {...bind('age')} />
        <div className={styles.whole}>
          <TagField
            label={t.tags}
            hint={t.tagsHint}
            error={problem('tags')}
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
