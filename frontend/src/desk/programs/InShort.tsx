import { useTexts } from '../../i18n/LanguageProvider';
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

/** The rules as one would explain them to a customer, following what is typed. */
export function InShort({ form, wanted, purse }: InShortProps) {
  const t = useTexts(texts).form;
  const say = sayer(purse.language, countedIn(form), purse.currency);
  const [first, ...others] = say.everything(rulesIn(wanted));
  return (
    <div className={styles.inShort}>
      <h2>{t.inShort}</h2>
      <p className={styles.first}>{first}</p>
      <p>{others.join(' ')}</p>
    </div>
  );
}
