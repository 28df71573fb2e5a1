import { useState } from 'react';
import type { HolderCard } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cardNumber } from '../../ui/cardNumber';
import { Sheet } from '../../ui/Sheet';
import { qrContent } from '../address';
import styles from './Code.module.css';
import { Qr } from './Qr';
import { texts } from './texts';
import { useInSight } from './useInSight';
import type { Later } from './useLater';

/**
 * What the counter scans, or hears. A tap makes it fill the screen; scrolled away, it is one tap
 * away at the thumb.
 */
export function Code({ card, later }: { card: HolderCard; later: Later | null }) {
  const t = useTexts(texts);
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
      {later && (
        <later.CodeDialog code={code} number={number} open={open} onClose={() => setOpen(false)} />
      )}
    </Sheet>
  );
}
