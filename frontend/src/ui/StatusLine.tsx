import type { ReactNode } from 'react';
import type { Tone } from './Banner';
import { cx } from './cx';
import { Icon } from './Icon';
import styles from './StatusLine.module.css';

interface StatusLineProps {
  tone?: Tone;
  children?: ReactNode;
  /** The undo, which must stay as long as the line does. */
  action?: ReactNode;
  /** floating: over the page's lower edge; otherwise in its place. */
  floating?: boolean;
}

/**
 * The last thing that happened. The live region stays in the page while it is empty: one that
 * appears together with its text is not announced. It does not fade by itself.
 */
export function StatusLine({ tone = 'ok', children, action, floating }: StatusLineProps) {
  return (
    <div className={cx(styles.region, floating && styles.floating)}>
      <div role="status" aria-live="polite">
        {children && (
          <div className={cx(styles.line, styles[tone])}>
            <Icon name={tone === 'ok' ? 'check' : tone === 'info' ? 'info' : 'warning'} />
            <div className={styles.text}>{children}</div>
          </div>
        )}
      </div>
      {children && action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
