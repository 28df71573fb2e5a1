import { useTexts } from '../../../i18n/LanguageProvider';
import { unitName } from '../../../i18n/units';
import { Button, IconButton } from '../../../ui/Button';
import { Choice, TextField } from '../../../ui/Field';
import { lines, NumberField, type PartProps } from './fields';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

const MOST_LEVELS = 10;

/** Levels that regular customers reach, and what they get on top there. */
export function TierFields({ form, onChange, rules, say, purse, counted, problem }: PartProps) {
  const t = useTexts(texts).tiers;
  const many = unitName(purse.language, counted, 2);
  const { change, add, remove } = lines(form.levels, (levels) => onChange({ levels }));
  const highest = Math.max(0, ...form.levels.map(({ threshold }) => Number(threshold)));
  const next = (name: string) => ({
    key: crypto.randomUUID(),
    name,
    threshold: String(highest ? highest * 2 : 200),
    extra: highest ? '25' : '10',
  });
  return (
    <Section title={t.title} says={say.tiers(rules) || t.none}>
      <Choice
        label={t.on}
        hint={t.hint(many)}
        checked={form.tiered}
        onChange={({ target }) =>
          onChange({
            tiered: target.checked,
            ...(target.checked && form.levels.length === 0 && { levels: [next(t.firstName)] }),
          })
        }
      />
      {form.tiered && (
        <>
          <NumberField
            label={t.window}
            hint={t.windowHint}
            optional
            most={120}
            value={form.window_months}
            error={problem('rules.tiers.window_months')}
            onChange={(window_months) => onChange({ window_months })}
          />
          <ul className={styles.lines}>
            {form.levels.map((level, index) => (
              <li key={level.key} className={styles.line}>
                <TextField
                  label={t.name}
                  required
                  maxLength={100}
                  value={level.name}
                  error={problem(`rules.tiers.levels.${index}.name`)}
                  onChange={(event) => change(level.key, { name: event.target.value })}
                />
                <NumberField
                  label={t.threshold(many)}
                  least={Number(form.levels[index - 1]?.threshold ?? 0) + 1}
                  most={1_000_000_000}
                  value={level.threshold}
                  error={problem(`rules.tiers.levels.${index}.threshold`)}
                  onChange={(threshold) => change(level.key, { threshold })}
                />
                <NumberField
                  label={t.extra}
                  least={0}
                  most={900}
                  value={level.extra}
                  error={problem(`rules.tiers.levels.${index}.percent`)}
                  onChange={(extra) => change(level.key, { extra })}
                />
                <IconButton
                  icon="trash"
                  label={t.remove(level.name)}
                  onClick={() =>
                    form.levels.length > 1
                      ? remove(level.key)
                      : onChange({ tiered: false, levels: [] })
                  }
                />
              </li>
            ))}
          </ul>
          {form.levels.length < MOST_LEVELS && (
            <div>
              <Button variant="secondary" size="small" icon="plus" onClick={() => add(next(''))}>
                {t.add}
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  );
}
