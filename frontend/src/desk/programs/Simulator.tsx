import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, isProblem } from '../../api/problems';
import { simulateSale } from '../../api/programs';
import type { Gain, Program, Rules } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { readAmount } from '../../i18n/money';
import { problemText } from '../../i18n/problemText';
import { type Counted, unitsIn } from '../../i18n/units';
import { Select, TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { useSettled } from '../../ui/useSettled';
import { Refusal } from '../shell/states';
import { outcomeTexts } from './outcomeTexts';
import { AmountField } from './rules/fields';
import type { Purse } from './rules/form';
import { weekdayNames } from './rules/when';
import styles from './Simulator.module.css';
import { latest } from './simulated';

interface SimulatorProps {
  program: Program;
  /** As the form has them now, saved or not. */
  rules: Rules;
  counted: Counted;
  purse: Purse;
}

/** "What would this sale earn?", with the rules as they stand in the form. */
export function Simulator({ program, rules, counted, purse }: SimulatorProps) {
  const t = useTexts(outcomeTexts).simulator;
  const [amount, setAmount] = useState(purse.language === 'fr' ? '12,50' : '12.50');
  const [day, setDay] = useState(String(((new Date().getDay() + 6) % 7) + 1));
  const [time, setTime] = useState('15:00');
  const asked = useSettled({
    sale: {
      amount: readAmount(amount, purse.currency),
      occurred_at: latest(Number(day), time || '12:00').toISOString(),
    },
    rules,
    kind: counted.kind,
  });
  const query = useQuery({
    queryKey: ['programs', program.id, 'simulation', asked],
    queryFn: ({ signal }) => simulateSale(program.id, asked, signal),
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
  // While the form is half-typed its rules may be refused: the fields themselves say what is wrong.
  const unfinished = isProblem(query.error, 'VALIDATION');
  const units = unitsIn(purse.language, counted);
  return (
    <Sheet className={styles.sheet} aria-labelledby="simulator">
      <h2 id="simulator">{t.title}</h2>
      <div className={styles.fields}>
        <AmountField
          label={t.amount}
          optional
          currency={purse.currency}
          value={amount}
          onChange={setAmount}
        />
        <Select label={t.day} value={day} onChange={(event) => setDay(event.target.value)}>
          {weekdayNames(purse.language).map((name, index) => (
            <option key={name} value={String(index + 1)}>
              {name}
            </option>
          ))}
        </Select>
        <TextField
          label={t.time}
          type="time"
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
      </div>
      <div role="status" className={styles.result}>
        {query.data && !unfinished && (
          <>
            <p className={styles.sum}>{t.earns(units(query.data.units))}</p>
            <ul className={styles.gains}>
              {query.data.breakdown.map((gain) => (
                <li key={`${gain.rule}/${gain.id}`}>
                  <span>{gainName(gain, t.gains)}</span>
                  <span>{t.signed(gain.units)}</span>
                </li>
              ))}
            </ul>
            {query.data.refusals.map(({ code }) => (
              <p key={code} className={styles.refused}>
                {problemText(new ApiProblem({ status: 409, code, detail: code }), purse.language)}
              </p>
            ))}
          </>
        )}
        {unfinished && <p>{t.unfinished}</p>}
      </div>
      {!unfinished && <Refusal error={query.error} />}
      <p className={styles.note}>{t.note}</p>
    </Sheet>
  );
}

export function gainName(gain: Gain, names: Record<Gain['rule'], string>): string {
  return gain.name ?? names[gain.rule];
}
