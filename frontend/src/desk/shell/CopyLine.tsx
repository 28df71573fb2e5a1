import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Button } from '../../ui/Button';
import styles from './CopyLine.module.css';

interface CopyLineProps {
  value: string;
  /** Name of the value for those who do not see it beside its button. */
  label?: string;
  copy: string;
  copied: string;
}

/** Something to take along: shown whole, selected by a click, copied by a button. */
export function CopyLine({ value, label, copy, copied }: CopyLineProps) {
  const w = useTexts(words);
  const [done, setDone] = useState(false);
  const [refused, setRefused] = useState(false);
  const take = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setDone(true);
    } catch {
      // No permission, or no secure origin: the text is there to be selected.
      setRefused(true);
    }
  };
  return (
    <div className={styles.line}>
      <input
        className={styles.value}
        readOnly
        value={value}
        aria-label={label ?? copy}
        onFocus={(event) => event.target.select()}
      />
      <Button variant="secondary" icon={done ? 'check' : 'copy'} onClick={() => void take()}>
        {done ? copied : copy}
      </Button>
      <span role="status" className="visually-hidden">
        {done ? copied : refused ? w.somethingFailed : ''}
      </span>
    </div>
  );
}
