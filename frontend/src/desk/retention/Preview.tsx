import { useQuery } from '@tanstack/react-query';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Select } from '../../ui/Field';
import { useSettled } from '../shell/settled';
import { Loaded } from '../shell/states';
import { BeyondLaw } from './BeyondLaw';
import { DaysChart } from './DaysChart';
import { previewQuery } from './queries';
import styles from './Retention.module.css';
import { AHEAD, type Ahead } from './search';
import { texts } from './texts';

interface PreviewProps {
  rule: string;
  period: string;
  days: Ahead;
  onDays: (days: Ahead) => void;
}

/** "With this period, these rows would go on these days". */
export function Preview({ rule, period, days, onDays }: PreviewProps) {
  const t = useTexts(texts).rule;
  const settled = useSettled(period, 250);
  const query = useQuery(previewQuery(rule, settled, days));
  return (
    <>
      <p className={styles.hint}>{t.previewText}</p>
      <Select
        label={t.ahead}
        className={styles.ahead}
        value={days}
        onChange={({ target }) => onDays(AHEAD.find((each) => String(each) === target.value) ?? 30)}
      >
        {AHEAD.map((each) => (
          <option key={each} value={each}>
            {t.days(each)}
          </option>
        ))}
      </Select>
      <div aria-live="polite" aria-busy={query.isFetching}>
        {isProblem(query.error, 'RETENTION_OUT_OF_BOUNDS') ? (
          <BeyondLaw problem={query.error} />
        ) : (
          <Loaded query={query} lines={6}>
            {(going) => <DaysChart going={going} days={days} />}
          </Loaded>
        )}
      </div>
    </>
  );
}
