import type { HTMLAttributes, ReactNode } from 'react';
import { cx } from './cx';
import styles from './Sheet.module.css';

interface SheetProps extends HTMLAttributes<HTMLElement> {
  as?: 'section' | 'div' | 'article' | 'aside';
  /** ruled: with the notebook's red margin line. */
  ruled?: boolean;
  children: ReactNode;
}

/** A leaf of the notebook: the surface that content lies on. */
export function Sheet({ as: Tag = 'section', ruled, className, children, ...rest }: SheetProps) {
  return (
    <Tag {...rest} className={cx(styles.sheet, ruled && styles.ruled, className)}>
      {children}
    </Tag>
  );
}
