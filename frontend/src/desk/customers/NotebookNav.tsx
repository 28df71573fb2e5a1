import { Link, type LinkProps } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { useMembership } from '../session/me';
import styles from './NotebookNav.module.css';
import { texts } from './texts';

/** The notebook's screens beside each other; none that would only refuse. */
export function NotebookNav() {
  const t = useTexts(texts).nav;
  const { scopes } = useMembership();
  const items: { link: LinkProps; label: string; shown: boolean }[] = [
    {
      link: { to: '/customers', activeOptions: { exact: true, includeSearch: false } },
      label: t.list,
      shown: true,
    },
    {
      link: { to: '/customers/duplicates' },
      label: t.duplicates,
      // Who merges; and who only reads, but then everything.
      shown: scopes.includes('customers:merge') || !scopes.includes('customers:write'),
    },
    {
      link: { to: '/customers/imports' },
      label: t.imports,
      shown: scopes.includes('customers:import'),
    },
    {
      link: { to: '/customers/exports' },
      label: t.exports,
      shown: scopes.includes('customers:export'),
    },
    {
      link: { to: '/privacy/requests' },
      label: t.requests,
      shown: scopes.includes('privacy:read'),
    },
  ];
  const shown = items.filter((item) => item.shown);
  if (shown.length < 2) return null;
  return (
    <nav className={styles.nav} aria-label={t.label}>
      <ul>
        {shown.map(({ link, label }) => (
          <li key={label}>
            <Link {...link}>{label}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
