import { type CSSProperties, useEffect, useState } from 'react';
import styles from './Skeleton.module.css';

const PATIENCE_MS = 300;

interface SkeletonProps {
  /** Spoken while waiting, e.g. "Chargement…". */
  label: string;
  lines?: number;
  height?: string;
}

/** Grey lines where content will be, but only when it takes long enough to be noticed. */
export function Skeleton({ label, lines = 3, height = '1.25rem' }: SkeletonProps) {
  const late = useLate();
  return (
    <div role="status" className={styles.skeleton}>
      {late && (
        <>
          <span className="visually-hidden">{label}</span>
          {Array.from({ length: lines }, (_, line) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: identical lines, never reordered
              key={line}
              className={styles.line}
              style={
                { blockSize: height, inlineSize: `${100 - ((line * 37) % 34)}%` } as CSSProperties
              }
            />
          ))}
        </>
      )}
    </div>
  );
}

/** True once the wait is long enough to deserve a sign. */
export function useLate(after = PATIENCE_MS): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  return late;
}
