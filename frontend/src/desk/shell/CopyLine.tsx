import { type FocusEvent, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { words } from '../../i18n/words';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import styles from './CopyLine.module.css';

interface CopyLineProps {
  value: string;
  /** Name of the value for those who do not see it beside its button. */
  label?: string;
  copy: string;
  copied: string;
  /** Too long for one line on a phone, and meant to be read. */
  whole?: boolean;
}

/** Something to take along: shown whole, selected by a click, copied by a button. */
export function CopyLine({ value, label, copy, copied, whole }: CopyLineProps) {
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
  const shown = {
    readOnly: true,
    value,
    'aria-label': label ?? copy,
    onFocus: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.target.select(),
  };
  return (
    <div className={styles.line}>
      {whole ? (
        <textarea rows={2} {...shown} className={cx(styles.value, styles.whole)} />
      ) : (
        <input {...shown} className={styles.value} />
      )}
      <Button variant="secondary" icon={done ? 'check' : 'copy'} onClick={() => void take()}>
        {done ? copied : copy}
      </Button>
      <span role="status" className="visually-hidden">
        {done ? copied : refused ? w.somethingFailed : ''}
      </span>
    </div>
  );
}
