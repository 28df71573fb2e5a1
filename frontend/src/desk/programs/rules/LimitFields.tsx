import { useTexts } from '../../../i18n/LanguageProvider';
import { unitName } from '../../../i18n/units';
import { Select } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import design from '../Designer.module.css';
import { type PauseUnit, ruleProblems } from '../rules';
import { NumberField, type PartProps } from './fields';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

const UNITS: readonly PauseUnit[] = ['minutes', 'hours', 'days'];
/** The API's longest pause, seven days, in each unit. */
const LONGEST: Record<PauseUnit, number> = { minutes: 10_080, hours: 168, days: 7 };
const MOST = 1_000_000;

/** What keeps a slip or a fraud small: pause, caps. */
export function LimitFields({ form, onChange, rules, say, purse, counted, problem }: PartProps) {
  const t = useTexts(texts).limits;
  const many = unitName(purse.language, counted, 2);
  return (
    <Section title={t.title} says={say.limits(rules)}>
      <div className={styles.grid}>
        <div className={styles.pair}>
          <NumberField
            label={t.pause}
            hint={t.pauseHint}
            least={0}
            most={LONGEST[form.pause_unit]}
            value={form.pause}
            error={problem('rules.cooldown_minutes')}
            onChange={(pause) => onChange({ pause })}
          />
          <Select
            label={<span className="visually-hidden">{t.pauseUnit}</span>}
            value={form.pause_unit}
            onChange={(event) => onChange({ pause_unit: event.target.value as PauseUnit })}
          >
            {UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {t.pauseUnits[unit]}
              </option>
            ))}
          </Select>
        </div>
        <NumberField
          label={t.atOnce}
          hint={t.atOnceHint(many)}
          most={MOST}
          value={form.max_per_operation}
          error={problem('rules.max_per_operation')}
          onChange={(max_per_operation) => onChange({ max_per_operation })}
        />
        <NumberField
          label={t.perDay}
          hint={t.emptyForNone}
          optional
          most={MOST}
          value={form.daily_cap}
          error={problem('rules.daily_cap')}
          onChange={(daily_cap) => onChange({ daily_cap })}
        />
        <NumberField
          label={t.perMonth}
          hint={t.emptyForNone}
          optional
          most={MOST}
          value={form.monthly_cap}
          error={problem('rules.monthly_cap')}
          onChange={(monthly_cap) => onChange({ monthly_cap })}
        />
      </div>
      <div role="status">
        {ruleProblems(rules).map((found) => (
          <p key={found} className={design.problem}>
            <Icon name="warning" size={18} />
            {t.problems[found]}
          </p>
        ))}
      </div>
    </Section>
  );
}
