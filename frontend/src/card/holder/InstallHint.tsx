import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import styles from './InstallHint.module.css';
import { laterTexts } from './laterTexts';

const DONE = 'carnet.installHint';

/** How to come back: said once, until it is waved away or the page runs from the home screen. */
export function InstallHint() {
  const t = useTexts(laterTexts);
  const [done, setDone] = useState(isDone);
  if (done) return null;

  function finish() {
    try {
      localStorage.setItem(DONE, '1');
    } finally {
      setDone(true);
    }
  }

  return (
    <Sheet as="aside" className={styles.hint} ruled>
      <h2 className={styles.title}>{t.keep}</h2>
      <p>{{ ios: t.keepIos, android: t.keepAndroid, other: t.keepOther }[platform()]}</p>
      <p className={styles.warning}>{t.keepWarning}</p>
      <Button variant="secondary" size="small" icon="check" onClick={finish}>
        {t.keepDone}
      </Button>
    </Sheet>
  );
}

function isDone(): boolean {
  try {
    const installed = matchMedia('(display-mode: standalone)').matches;
    return installed || localStorage.getItem(DONE) !== null;
  } catch {
    return false;
  }
}

function platform(): 'ios' | 'android' | 'other' {
  const agent = navigator.userAgent;
  if (/iPhone|iPad/.test(agent)) return 'ios';
  return /Android/.test(agent) ? 'android' : 'other';
}
