import { useTexts } from '../../../i18n/LanguageProvider';
import { unitName } from '../../../i18n/units';
import { Choice } from '../../../ui/Field';
import { AmountField, NumberField, type PartProps } from './fields';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

/** Units as money off a sale: how much they are worth is up to the merchant, how many to the customer. */
export function RedeemFields({ form, onChange, rules, say, purse, counted, problem }: PartProps) {
  const t = useTexts(texts).redeeming;
  const many = unitName(purse.language, counted, 2);
  return (
    <Section title={t.title} says={say.redeeming(rules) || t.none}>
      <Choice
        label={t.on}
        hint={t.hint(many)}
        checked={form.worth}
        onChange={(event) => onChange({ worth: event.target.checked })}
      />
      {form.worth && (
        <div className={styles.grid}>
          <NumberField
            label={t.units(many)}
            most={1_000_000}
            value={form.worth_units}
            error={problem('rules.redeem_value.units')}
            onChange={(worth_units) => onChange({ worth_units })}
          />
          <AmountField
            label={t.value}
            currency={purse.currency}
            value={form.worth_value}
            error={problem('rules.redeem_value.value')}
            onChange={(worth_value) => onChange({ worth_value })}
          />
          <NumberField
            label={t.minimum}
            hint={t.minimumHint}
            optional
            most={1_000_000}
            value={form.redeem_minimum}
            error={problem('rules.redeem_minimum')}
            onChange={(redeem_minimum) => onChange({ redeem_minimum })}
          />
        </div>
      )}
    </Section>
  );
}
