import { useTexts } from '../../i18n/LanguageProvider';
import { Select, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import styles from './Designer.module.css';
import { type ProgramForm, readForm } from './form';
import { type PauseUnit, ruleProblems, ruleSentences } from './rules';
import { texts } from './texts';

interface PartProps {
  form: ProgramForm;
  onChange: (form: ProgramForm) => void;
}

const UNITS: readonly PauseUnit[] = ['minutes', 'hours', 'days'];
/** The API's longest pause, seven days, in each unit. */
const LONGEST: Record<PauseUnit, number> = { minutes: 10_080, hours: 168, days: 7 };

/** The numbers, and below them the sentences they make. */
export function RuleFields({ form, onChange }: PartProps) {
  const t = useTexts(texts);
  const number = (name: 'units_per_visit' | 'max_per_operation' | 'daily_cap', max: number) => ({
    type: 'number',
    inputMode: 'numeric' as const,
    min: 1,
    max,
    step: 1,
    value: form[name],
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...form, [name]: event.target.value }),
  });
  return (
    <Sheet className={styles.section} aria-labelledby="rules">
      <div>
        <h2 id="rules">{t.form.rules}</h2>
        <p className={styles.hint}>{t.form.rulesHint}</p>
      </div>
      <div className={styles.rules}>
        <TextField
          label={t.form.unitsPerVisit}
          hint={t.form.unitsPerVisitHint}
          required
          {...number('units_per_visit', 100)}
        />
        <TextField
          label={t.form.maxPerOperation}
          hint={t.form.maxPerOperationHint}
          required
          {...number('max_per_operation', 1000)}
        />
        <div className={styles.pause}>
          <TextField
            label={t.form.pause}
            hint={t.form.pauseHint}
            type="number"
            inputMode="numeric"
            min={0}
            max={LONGEST[form.pause_unit]}
            step={1}
            required
            value={form.pause}
            onChange={(event) => onChange({ ...form, pause: event.target.value })}
          />
          <Select
            label={<span className="visually-hidden">{t.form.pauseUnit}</span>}
            value={form.pause_unit}
            onChange={(event) => onChange({ ...form, pause_unit: event.target.value as PauseUnit })}
          >
            {UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {t.form.pauseUnits[unit]}
              </option>
            ))}
          </Select>
        </div>
        <TextField
          label={t.form.dailyCap}
          hint={t.form.dailyCapHint}
          {...number('daily_cap', 1000)}
        />
      </div>
      <InShort form={form} />
    </Sheet>
  );
}

function InShort({ form }: { form: ProgramForm }) {
  const t = useTexts(texts);
  const fields = readForm(form);
  return (
    <div className={styles.inShort}>
      <h3>{t.form.inShort}</h3>
      <p>{ruleSentences(fields, t.rules.words).join(' ')}</p>
      <div role="status">
        {ruleProblems(fields).map((problem) => (
          <p key={problem} className={styles.problem}>
            <Icon name="warning" size={18} />
            {t.rules.problems[problem]}
          </p>
        ))}
      </div>
    </div>
  );
}
