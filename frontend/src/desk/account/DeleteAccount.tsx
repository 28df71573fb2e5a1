import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import styles from '../settings/Settings.module.css';
import { texts } from './texts';

const DeleteDialog = lazy(async () => ({ default: (await import('./DeleteDialog')).DeleteDialog }));

/** Where somebody who has had enough leaves for good. */
export function DeleteAccount() {
  const t = useTexts(texts).erase;
  const [open, setOpen] = useState(false);
  return (
    <Sheet className={styles.section} aria-labelledby="delete-account">
      <div>
        <h2 id="delete-account">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <div>
        <Button variant="secondary" icon="trash" onClick={() => setOpen(true)}>
          {t.open}
        </Button>
      </div>
      {open && (
        <Suspense>
          <DeleteDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Sheet>
  );
}
