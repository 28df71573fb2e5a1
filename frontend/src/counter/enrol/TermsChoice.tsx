import { useTexts } from '../../i18n/LanguageProvider';
import { Choice } from '../../ui/Field';
import styles from './Enrol.module.css';
import { texts } from './texts';

interface TermsChoiceProps {
  text: string;
  accepted: boolean;
  onAccepted: (accepted: boolean) => void;
}

/** Read out or shown here; whoever has not accepted them is asked by their card's page. */
export function TermsChoice({ text, accepted, onAccepted }: TermsChoiceProps) {
  const t = useTexts(texts).terms;
  return (
    <div className={styles.boxed}>
      <Choice
        label={t.accept}
        hint={t.hint}
        checked={accepted}
        onChange={(event) => onAccepted(event.target.checked)}
      />
      <details className={styles.terms}>
        <summary>{t.read}</summary>
        <p>{text}</p>
      </details>
    </div>
  );
}
