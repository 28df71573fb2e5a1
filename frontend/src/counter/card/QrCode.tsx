import { useMemo } from 'react';
import { encode } from 'uqr';
import styles from './HandOver.module.css';

/** Four modules of white around the code, as the standard asks: phones do not find it otherwise. */
const QUIET = 4;

/** Always dark on white, whatever the theme: many readers do not see an inverted code. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data } = encode(text, { ecc: 'M', border: QUIET });
    const squares = data.flatMap((row, y) =>
      row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')),
    );
    return { size: data.length, path: squares.join('') };
  }, [text]);
  return (
    <div className={styles.code}>
      <svg
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label={label}
      >
        <path d={path} fill="currentColor" />
      </svg>
    </div>
  );
}
