import { useTexts } from '../../../i18n/LanguageProvider';
import { unitName } from '../../../i18n/units';
import { Choice } from '../../../ui/Field';
import { NumberField, type PartProps } from './fields';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

/** A customer who brings another. */
export function SponsorFields(props: PartProps) {
  const { form, onChange, rules, say, purse, counted, problem } = props;
  const t = useTexts(texts).sponsor;
  const many = unitName(purse.language, counted, 2);
  return (
    <Section title={t.title} says={say.sponsorship(rules) || t.none}>
      <Choice
        label={t.on}
        hint={t.hint}
        checked={form.sponsored}
        onChange={(event) => onChange({ sponsored: event.target.checked })}
      />
      {form.sponsored && (
        <div className={styles.grid}>
          <NumberField
            label={t.sponsor(many)}
            least={0}
            most={1_000_000}
            value={form.sponsor_units}
            error={problem('rules.sponsorship.sponsor_units')}
            onChange={(sponsor_units) => onChange({ sponsor_units })}
          />
          <NumberField
            label={t.friend(many)}
            least={0}
            most={1_000_000}
            value={form.friend_units}
            error={problem('rules.sponsorship.friend_units')}
            onChange={(friend_units) => onChange({ friend_units })}
          />
        </div>
      )}
    </Section>
  );
}
