import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Sheet } from '../../ui/Sheet';
import styles from '../settings/Settings.module.css';
import { texts } from './texts';

const Confirm = lazy(async () => ({ default: (await import('./Confirm')).Confirm }));

export function Close() {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  return (
    <Sheet className={styles.section} aria-labelledby="close-shop">
      <div>
        <h2 id="close-shop">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
        <ul className={cx(styles.lead, styles.points)}>
          {t.consequences.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <p className={styles.lead}>
          <Link to="/settings/data">{t.takeAlong}</Link>
        </p>
      </div>
      <div>
        <Button variant="secondary" icon="lock" onClick={() => setOpen(true)}>
          {t.open}
        </Button>
      </div>
      {open && (
        <Suspense>
          <Confirm act="close" onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Sheet>
  );
}
