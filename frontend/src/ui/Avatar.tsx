import styles from './Avatar.module.css';
import { cx } from './cx';

const INKS = 5;

/** Initials on a wash of ink; which ink depends on `id` alone, so a person keeps it. */
export function Avatar({
  name,
  id,
  size = 'medium',
}: {
  name: string | null | undefined;
  id: string;
  size?: 'small' | 'medium' | 'large';
}) {
  return (
    <span className={cx(styles.avatar, styles[size], styles[`ink${hash(id) % INKS}`])} aria-hidden>
      {initials(name) || '·'}
    </span>
  );
}

export function initials(name: string | null | undefined): string {
  const words = (name ?? '').split(/[\s-]+/).filter(Boolean);
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (value * 31 + letter.charCodeAt(0)) >>> 0;
  return value;
}
