import { lazy, Suspense, useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import page from '../customers/CustomerPage.module.css';
import { texts } from './texts';

const EraseDialog = lazy(async () => ({ default: (await import('./EraseDialog')).EraseDialog }));

/** Where a customer who asks to be forgotten is erased. */
export function EraseOffer({ customer }: { customer: Customer }) {
  const t = useTexts(texts).offer;
  const [open, setOpen] = useState(false);
  return (
    <Sheet className={page.panel} aria-labelledby="erasure">
      <h2 id="erasure">{t.title}</h2>
      <p className={page.hint}>{t.hint}</p>
      <div>
        <Button variant="secondary" icon="trash" onClick={() => setOpen(true)}>
          {t.open}
        </Button>
      </div>
      {open && (
        <Suspense>
          <EraseDialog customer={customer} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Sheet>
  );
}
