import { Link, type LinkProps } from '@tanstack/react-router';
import styles from './SubNav.module.css';

export interface SubNavItem {
  link: LinkProps;
  label: string;
  shown: boolean;
}

/** Screens that belong together, beside each other; none that would only refuse. */
export function SubNav({ label, items }: { label: string; items: readonly SubNavItem[] }) {
  const shown = items.filter((item) => item.shown);
  if (shown.length < 2) return null;
  return (
    <nav className={styles.nav} aria-label={label}>
      <ul>
        {shown.map((item) => (
          <li key={item.label}>
            <Link {...item.link}>{item.label}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
