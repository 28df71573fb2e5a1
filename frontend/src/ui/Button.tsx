import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './Button.module.css';
import { cx } from './cx';
import { Icon, type IconName } from './Icon';

interface Look {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** large: the counter's and the card's main action, at least 56 px high. */
  size?: 'small' | 'medium' | 'large';
  icon?: IconName;
  wide?: boolean;
  children: ReactNode;
}

type ButtonProps = Look & { busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>;

/**
 * While `busy` it stays focusable and keeps its width, and swallows clicks: a disabled button
 * would lose the focus and leave a keyboard user nowhere.
 */
export function Button({
  variant = 'primary',
  size = 'medium',
  icon,
  wide,
  busy,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      className={cx(look({ variant, size, wide }), className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      <Inside icon={icon} busy={busy}>
        {children}
      </Inside>
    </button>
  );
}

type ButtonLinkProps = Look & AnchorHTMLAttributes<HTMLAnchorElement>;

/** A link that looks like a button: for what changes the address. */
export function ButtonLink({
  variant = 'primary',
  size = 'medium',
  icon,
  wide,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <a {...rest} className={cx(look({ variant, size, wide }), className)}>
      <Inside icon={icon}>{children}</Inside>
    </a>
  );
}

/** The class names alone, for a router's own link component. */
export function look({
  variant = 'primary',
  size = 'medium',
  wide,
}: Pick<Look, 'variant' | 'size' | 'wide'>): string {
  return cx(styles.button, styles[variant], styles[size], wide && styles.wide);
}

function Inside({
  icon,
  busy,
  children,
}: {
  icon?: IconName | undefined;
  busy?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <>
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </>
  );
}

type IconButtonProps = { icon: IconName; label: string } & Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'children'
>;

/** An icon alone: its name is spoken, and shown on hover. */
export function IconButton({ icon, label, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={cx(styles.iconButton, className)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}
