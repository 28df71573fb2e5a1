import { useEffect, useState } from 'react';
import type { HolderCard } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cardNumber } from '../../ui/cardNumber';
import { Sheet } from '../../ui/Sheet';
import { qrContent } from '../address';
import styles from './Code.module.css';
import type { CodeDialog } from './CodeDialog';
import { Qr } from './Qr';
import { texts } from './texts';
import { useInSight } from './useInSight';

/**
 * What the counter scans, or hears. A tap makes it fill the screen; scrolled away, it is one tap
 * away at the thumb.
 */
export function Code({ card }: { card: HolderCard }) {
  const t = useTexts(texts);
  const Enlarged = useCodeDialog();
  const [open, setOpen] = useState(false);
  const [place, inSight] = useInSight<HTMLButtonElement>();
  const number = cardNumber(card.number);
  const code = (
    <Qr content={qrContent(location.origin, card.merchant.slug, card.code)} label={t.qrLabel} />
  );
  return (
    <Sheet className={styles.sheet} aria-labelledby="code-title">
      <h2 id="code-title" className={styles.title}>
        {t.present}
      </h2>
      <button
        ref={place}
        type="button"
        className={styles.enlarge}
        aria-label={t.qrEnlarge}
        onClick={() => setOpen(true)}
      >
        {code}
      </button>
      <p className={styles.number}>
        <span>{t.orNumber}</span>
        <strong>{number}</strong>
      </p>
      {!inSight && (
        <div className={styles.bar}>
          <Button size="large" wide icon="scan" onClick={() => setOpen(true)}>
            {t.showCode}
          </Button>
        </div>
      )}
      {Enlarged && (
        <Enlarged code={code} number={number} open={open} onClose={() => setOpen(false)} />
      )}
    </Sheet>
  );
}

/** Fetched after the card is drawn, and before it is asked for: there may be no network then. */
function useCodeDialog() {
  const [Dialog, setDialog] = useState<typeof CodeDialog | null>(null);
  useEffect(() => {
    import('./CodeDialog').then(
      (loaded) => setDialog(() => loaded.CodeDialog),
      () => setDialog(null),
    );
  }, []);
  return Dialog;
}
