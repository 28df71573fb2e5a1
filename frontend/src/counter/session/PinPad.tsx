import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { deviceTexts } from './deviceTexts';
import styles from './Pin.module.css';

const LONGEST = 8;
const SHORTEST = 4;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface PinPadProps {
  busy: boolean;
  /** For a while no code is taken. */
  locked: boolean;
  /** Changes with every refusal: what was typed is cleared. */
  attempt: number;
  onEnter: (pin: string) => void;
}

/** Digits under the thumb; a keyboard works as well. Nothing that was typed is readable. */
export function PinPad({ busy, locked, attempt, onEnter }: PinPadProps) {
  const t = useTexts(deviceTexts);
  const [pin, setPin] = useState('');
  // While it is drawn: an effect would come after the first digit of the next try.
  const [tried, setTried] = useState(attempt);
  if (tried !== attempt) {
    setTried(attempt);
    setPin('');
  }
  const add = (digit: string) => setPin((before) => (before + digit).slice(0, LONGEST));
  const erase = () => setPin((before) => before.slice(0, -1));
  const ready = pin.length >= SHORTEST && !locked;
  const enter = () => ready && !busy && onEnter(pin);
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\d$/.test(event.key)) add(event.key);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) enter();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  });
  return (
    <div className={styles.entry}>
      <p className={styles.dots} role="status" aria-label={t.typed(pin.length)}>
        {Array.from({ length: Math.max(SHORTEST, pin.length) }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places, not things
          <i key={at} className={at < pin.length ? undefined : styles.empty} />
        ))}
      </p>
      <div className={styles.pad}>
        {DIGITS.map((digit) => (
          <button key={digit} type="button" onClick={() => add(digit)}>
            {digit}
          </button>
        ))}
        <span />
        <button type="button" onClick={() => add('0')}>
          0
        </button>
        <button type="button" className={styles.erase} aria-label={t.erase} onClick={erase}>
          <Icon name="arrowLeft" />
        </button>
      </div>
      <Button size="large" wide busy={busy} disabled={!ready} onClick={enter}>
        {t.enter}
      </Button>
    </div>
  );
}
