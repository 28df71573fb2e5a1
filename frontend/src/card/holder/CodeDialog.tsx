import { type ReactNode, useEffect } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Dialog } from '../../ui/Dialog';
import { texts as shared } from '../texts';
import styles from './CodeDialog.module.css';
import { laterTexts } from './laterTexts';
import { texts } from './texts';

interface CodeDialogProps {
  /** The code and the number to type are the page's: drawn once more, not fetched again. */
  code: ReactNode;
  number: string;
  open: boolean;
  onClose: () => void;
}

/** As large as the screen allows, and the screen kept awake while waiting in the queue. */
export function CodeDialog({ code, number, open, onClose }: CodeDialogProps) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  useEffect(() => (open ? stayAwake() : undefined), [open]);
  return (
    <Dialog open={open} onClose={onClose} title={t.present} closeLabel={s.close} kind="sheet">
      <div className={styles.code}>{code}</div>
      <p className={styles.number}>{number}</p>
      <p className={styles.hint}>{useTexts(laterTexts).brightness}</p>
    </Dialog>
  );
}

function stayAwake(): () => void {
  const lock = navigator.wakeLock?.request('screen').catch(() => null);
  return () => {
    void lock?.then((held) => held?.release());
  };
}
