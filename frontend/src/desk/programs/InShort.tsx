import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import styles from './Designer.module.css';
import { type ProgramFields, type ProgramForm, rulesIn } from './form';
import { countedIn } from './RuleFields';
import type { Purse } from './rules/form';
import { sayer } from './rules/say';
import { texts } from './texts';

interface InShortProps {
  form: ProgramForm;
  wanted: ProgramFields;
  purse: Purse;
}

/** In letters: what no longer reads like a headline. */
const LONG = 100;

/** The rules as one would explain them to a customer, following what is typed. */
export function InShort({ form, wanted, purse }: InShortProps) {
  const t = useTexts(texts).form;
  const say = sayer(purse.language, countedIn(form), purse.currency);
  const [first, ...others] = say.everything(rulesIn(wanted));
  return (
    <div className={styles.inShort}>
      <h2>{t.inShort}</h2>
      <p className={cx(styles.first, (first?.length ?? 0) > LONG && styles.long)}>{first}</p>
      <ul>
        {others.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  );
}
