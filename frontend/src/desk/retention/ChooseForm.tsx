import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isProblem } from '../../api/problems';
import { chooseRetention, type RetentionRule } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { BeyondLaw } from './BeyondLaw';
import { parsePeriod, periodOf, UNITS, type Unit } from './periods';
import { retentionQuery } from './queries';
import styles from './Retention.module.css';
import { texts } from './texts';

interface ChooseFormProps {
  rule: RetentionRule;
  /** What is tried out. */
  period: string;
  onPeriod: (period: string | undefined) => void;
}

export function ChooseForm({ rule, period, onPeriod }: ChooseFormProps) {
  const t = useTexts(texts).rule;
  const queries = useQueryClient();
  const mayWrite = useMay('privacy:write');
  const tried = parsePeriod(period);
  const [count, setCount] = useState(String(tried?.count ?? ''));
  const unit = tried?.unit ?? 'M';
  const save = useMutation({
    mutationFn: (choice: string | null) => chooseRetention(rule, choice),
    onSuccess: async (_, choice) => {
      if (choice === null) {
        onPeriod(undefined);
        setCount(String(parsePeriod(rule.default.period)?.count ?? ''));
      }
      await queries.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: (error) => {
      if (isProblem(error, 'STALE')) void queries.invalidateQueries(retentionQuery);
    },
  });
  const change = (text: string, next: Unit) => {
    setCount(text);
    const typed = periodOf({ count: Number(text), unit: next });
    if (/^\d{1,3}$/.test(text)) onPeriod(typed);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(period);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <div className={styles.fields}>
        <TextField
          label={t.count}
          type="number"
          inputMode="numeric"
          min={1}
          max={999}
          required
          value={count}
          onChange={({ target }) => change(target.value, unit)}
        />
        <Select
          label={t.unit}
          value={unit}
          onChange={({ target }) => change(count, target.value as Unit)}
        >
          {UNITS.map((each) => (
            <option key={each} value={each}>
              {t.units[each]}
            </option>
          ))}
        </Select>
      </div>
      {isProblem(save.error, 'RETENTION_OUT_OF_BOUNDS') ? (
        <BeyondLaw problem={save.error} />
      ) : isProblem(save.error, 'STALE') ? (
        <p role="alert" className={styles.held}>
          {t.stale}
        </p>
      ) : (
        <Refusal error={save.error} />
      )}
      {mayWrite ? (
        <div className={styles.actions}>
          <Button
            type="submit"
            busy={save.isPending && save.variables !== null}
            disabled={period === rule.effective.period}
          >
            {t.save}
          </Button>
          {rule.choice && (
            <Button
              variant="secondary"
              busy={save.isPending && save.variables === null}
              onClick={() => save.mutate(null)}
            >
              {t.reset}
            </Button>
          )}
        </div>
      ) : (
        <p className={styles.hint}>{t.onlyRead}</p>
      )}
      <StatusLine>{save.isSuccess && t.saved}</StatusLine>
    </form>
  );
}
