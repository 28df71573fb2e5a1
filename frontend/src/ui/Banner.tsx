import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { cx } from './cx';
import { Icon, type IconName } from './Icon';

export type Tone = 'info' | 'ok' | 'warn' | 'danger';

const ICON: Record<Tone, IconName> = {
  info: 'info',
  ok: 'check',
  warn: 'warning',
  danger: 'warning',
};

interface BannerProps {
  tone?: Tone;
  icon?: IconName;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Announced when it appears: `alert` interrupts, `status` waits. */
  role?: 'alert' | 'status';
}

/** Something to know about the whole screen: what happened, what is safe, what to do. */
export function Banner({ tone = 'info', icon, title, children, action, role }: BannerProps) {
  return (
    <div className={cx(styles.banner, styles[tone])} role={role}>
      <Icon name={icon ?? ICON[tone]} size={22} />
      <div className={styles.text}>
        {title && <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
