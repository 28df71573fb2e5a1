import { useTexts } from '../../../i18n/LanguageProvider';
import { Select } from '../../../ui/Field';
import { NumberField, type PartProps } from './fields';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

const KINDS = ['none', 'after_earning', 'fixed_day', 'inactivity'] as const;
const MOST_MONTHS = 120;

/** From when on units can be used, and until when. */
export function ValidityFields({ form, onChange, rules, say, purse, problem }: PartProps) {
  const t = useTexts(texts).validity;
  const month = new Intl.DateTimeFormat(purse.language, { month: 'long', timeZone: 'UTC' });
  return (
    <Section title={t.title} says={say.validity(rules)}>
      <div className={styles.grid}>
        <Select
          label={t.expiry}
          value={form.expiry}
          onChange={(event) => onChange({ expiry: event.target.value as typeof form.expiry })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t.kinds[kind]}
            </option>
          ))}
        </Select>
        {(form.expiry === 'after_earning' || form.expiry === 'inactivity') && (
          <NumberField
            label={t.months}
            most={MOST_MONTHS}
            value={form.expiry_months}
            error={problem('rules.expiry.months')}
            onChange={(expiry_months) => onChange({ expiry_months })}
          />
        )}
        {form.expiry === 'fixed_day' && (
          <div className={styles.pair}>
            <NumberField
              label={t.day}
              most={31}
              value={form.expiry_day}
              error={problem('rules.expiry')}
              onChange={(expiry_day) => onChange({ expiry_day })}
            />
            <Select
              label={t.month}
              value={form.expiry_month}
              onChange={(event) => onChange({ expiry_month: event.target.value })}
            >
              {Array.from({ length: 12 }, (_, index) => (
                <option key={month.format(Date.UTC(2024, index))} value={String(index + 1)}>
                  {month.format(Date.UTC(2024, index))}
                </option>
              ))}
            </Select>
          </div>
        )}
        {form.expiry !== 'none' && (
          <NumberField
            label={t.warn}
            hint={t.warnHint}
            optional
            most={180}
            value={form.warn_days}
            error={problem('rules.warn_days')}
            onChange={(warn_days) => onChange({ warn_days })}
          />
        )}
        <NumberField
          label={t.pending}
          hint={t.pendingHint}
          least={0}
          most={90}
          value={form.pending_days}
          error={problem('rules.pending_days')}
          onChange={(pending_days) => onChange({ pending_days })}
        />
      </div>
    </Section>
  );
}
