import type { ProgramKind } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { FieldSet, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import styles from './Choices.module.css';
import design from './Designer.module.css';
import type { ProgramForm } from './form';
import { type Purse, rulesFormOf } from './rules/form';
import { usualRules } from './rules/usual';
import { texts } from './texts';

interface KindChoiceProps {
  value: ProgramKind;
  onChange: (kind: ProgramKind) => void;
}

/** The first decision: it stays, once cards are out. */
export function KindChoice({ value, onChange }: KindChoiceProps) {
  const t = useTexts(texts).kind;
  return (
    <FieldSet legend={t.legend} hint={t.hint}>
      <div className={styles.kinds}>
        {(['stamps', 'points'] as const).map((kind) => (
          <label key={kind} className={styles.template}>
            <input
              type="radio"
              name="kind"
              className="visually-hidden"
              checked={kind === value}
              onChange={() => onChange(kind)}
            />
            <span>
              <Icon name={kind === 'stamps' ? 'stamp' : 'chart'} size={28} />
              <span>
                {t[kind]}
                <span className={styles.about}>{t.about[kind]}</span>
              </span>
            </span>
          </label>
        ))}
      </div>
    </FieldSet>
  );
}

interface KindFieldsProps {
  form: ProgramForm;
  onChange: (form: ProgramForm) => void;
  purse: Purse;
  /** Cards are out: what they count stays what it is. */
  fixed: boolean;
  problem: (field: string) => string | undefined;
}

export function KindFields({ form, onChange, purse, fixed, problem }: KindFieldsProps) {
  const t = useTexts(texts).kind;
  const become = (kind: ProgramKind) => {
    const { per_visit, by_amount, max_per_operation } = rulesFormOf(usualRules(kind), purse);
    onChange({ ...form, kind, rules: { ...form.rules, per_visit, by_amount, max_per_operation } });
  };
  return (
    <>
      {fixed ? (
        <p className={design.hint}>{t.fixed[form.kind]}</p>
      ) : (
        <KindChoice value={form.kind} onChange={become} />
      )}
      <FieldSet legend={t.name} hint={t.nameHint(form.kind === 'stamps')}>
        <div className={design.colours}>
          <TextField
            label={t.one}
            maxLength={30}
            required={form.unit_many.trim() !== ''}
            placeholder={t.ones[form.kind]}
            value={form.unit_one}
            error={problem('unit_name.one')}
            onChange={(event) => onChange({ ...form, unit_one: event.target.value })}
          />
          <TextField
            label={t.many}
            maxLength={30}
            required={form.unit_one.trim() !== ''}
            placeholder={t.manies[form.kind]}
            value={form.unit_many}
            error={problem('unit_name.many')}
            onChange={(event) => onChange({ ...form, unit_many: event.target.value })}
          />
        </div>
      </FieldSet>
    </>
  );
}
