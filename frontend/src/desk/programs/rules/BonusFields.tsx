import { useState } from 'react';
import { useTexts } from '../../../i18n/LanguageProvider';
import { unitName } from '../../../i18n/units';
import { Button, IconButton } from '../../../ui/Button';
import { Choice, FieldSet, Select, TextField } from '../../../ui/Field';
import { DateField, lines, NumberField, type PartProps } from './fields';
import { type BonusForm, newBonus, readBonus } from './form';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';
import { weekdayNames } from './when';

const MOST_BONUSES = 20;
const USUAL = ['150', '200', '300'];

/** Times and occasions that count more. */
export function BonusFields(props: PartProps) {
  const { form, onChange, rules, say } = props;
  const t = useTexts(texts).bonus;
  const { bonuses } = form;
  const { change, add, remove } = lines(bonuses, (next) => onChange({ bonuses: next }));
  const says = rules.bonuses.map((bonus) => `${bonus.name || t.title}\u00a0: ${say.bonus(bonus)}`);
  return (
    <Section title={t.title} says={says.join(' · ') || t.none}>
      <p className={styles.hint}>{t.hint}</p>
      {bonuses.map((bonus, index) => (
        <BonusCard
          key={bonus.key}
          {...props}
          bonus={bonus}
          at={index}
          onBonus={(part) => change(bonus.key, part)}
          onRemove={() => remove(bonus.key)}
        />
      ))}
      {bonuses.length < MOST_BONUSES && (
        <div>
          <Button
            variant="secondary"
            size="small"
            icon="plus"
            onClick={() => add(newBonus(t.newName))}
          >
            {t.add}
          </Button>
        </div>
      )}
    </Section>
  );
}

interface BonusCardProps extends PartProps {
  bonus: BonusForm;
  at: number;
  onBonus: (part: Partial<BonusForm>) => void;
  onRemove: () => void;
}

function BonusCard({ bonus, at, onBonus, onRemove, say, purse, counted, problem }: BonusCardProps) {
  const t = useTexts(texts).bonus;
  const wrong = (field: string) => problem(`rules.bonuses.${at}.${field}`);
  return (
    <div className={styles.card}>
      <div className={styles.cardHead}>
        <TextField
          label={t.name}
          required
          maxLength={100}
          value={bonus.name}
          error={wrong('name')}
          onChange={(event) => onBonus({ name: event.target.value })}
        />
        <IconButton icon="trash" label={t.remove(bonus.name)} onClick={onRemove} />
      </div>
      <div className={styles.grid}>
        <Percent
          value={bonus.percent}
          onChange={(percent) => onBonus({ percent })}
          error={wrong('percent')}
        />
        <NumberField
          label={t.units(unitName(purse.language, counted, 2))}
          optional={bonus.percent !== ''}
          most={1_000_000}
          value={bonus.units}
          error={wrong('units')}
          onChange={(units) => onBonus({ units })}
        />
      </div>
      <Days days={bonus.weekdays} onDays={(weekdays) => onBonus({ weekdays })} />
      <div className={styles.grid}>
        <TextField
          label={t.from}
          type="time"
          value={bonus.from}
          error={wrong('when.from')}
          onChange={(event) => onBonus({ from: event.target.value })}
        />
        <TextField
          label={t.to}
          type="time"
          value={bonus.to}
          error={wrong('when.to')}
          onChange={(event) => onBonus({ to: event.target.value })}
        />
        <DateField
          label={t.validFrom}
          value={bonus.valid_from}
          error={wrong('when.valid_from')}
          onChange={(valid_from) => onBonus({ valid_from })}
        />
        <DateField
          label={t.validUntil}
          min={bonus.valid_from}
          value={bonus.valid_until}
          error={wrong('when.valid_until')}
          onChange={(valid_until) => onBonus({ valid_until })}
        />
      </div>
      <div className={styles.grid}>
        <Choice
          label={t.firstVisit}
          checked={bonus.first_visit}
          onChange={(event) => onBonus({ first_visit: event.target.checked })}
        />
        <Choice
          label={t.birthday}
          checked={bonus.birthday_month}
          onChange={(event) => onBonus({ birthday_month: event.target.checked })}
        />
      </div>
      <p className={styles.cardSays}>{say.bonus(readBonus(bonus))}</p>
    </div>
  );
}

interface PercentProps {
  value: string;
  onChange: (percent: string) => void;
  error: string | undefined;
}

/** The usual ones by name; any other as a percentage. */
function Percent({ value, onChange, error }: PercentProps) {
  const t = useTexts(texts).bonus;
  const [own, setOwn] = useState(value !== '' && !USUAL.includes(value));
  return (
    <>
      <Select
        label={t.percent}
        value={own ? 'own' : value}
        error={own ? undefined : error}
        onChange={({ target }) => {
          setOwn(target.value === 'own');
          onChange(target.value === 'own' ? value || '125' : target.value);
        }}
      >
        <option value="">{t.percents.none}</option>
        <option value="150">{t.percents.half}</option>
        <option value="200">{t.percents.double}</option>
        <option value="300">{t.percents.triple}</option>
        <option value="own">{t.percents.own}</option>
      </Select>
      {own && (
        <NumberField
          label={t.percentOwn}
          least={101}
          most={1000}
          value={value}
          error={error}
          onChange={onChange}
        />
      )}
    </>
  );
}

function Days({ days, onDays }: { days: number[]; onDays: (days: number[]) => void }) {
  const t = useTexts(texts).bonus;
  const names = { long: weekdayNames(t.language), short: weekdayNames(t.language, 'short') };
  return (
    <FieldSet legend={t.weekdays} hint={t.weekdaysHint}>
      <div className={styles.days}>
        {names.long.map((name, index) => {
          const day = index + 1;
          const on = days.includes(day);
          return (
            <label key={name} className={styles.day}>
              <input
                type="checkbox"
                className="visually-hidden"
                aria-label={name}
                checked={on}
                onChange={() =>
                  onDays(on ? days.filter((each) => each !== day) : [...days, day].sort())
                }
              />
              <span aria-hidden="true">{names.short[index]}</span>
            </label>
          );
        })}
      </div>
    </FieldSet>
  );
}
