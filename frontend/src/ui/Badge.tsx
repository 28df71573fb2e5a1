import type { ReactNode } from 'react';
import styles from './Badge.module.css';
import type { Tone } from './Banner';
import { cx } from './cx';

/** A state in a word. */
export function Badge({ tone, children }: { tone?: Tone | 'plain'; children: ReactNode }) {
  return <span className={cx(styles.badge, styles[tone ?? 'plain'])}>{children}</span>;
}
