import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { useMembership } from '../session/me';
import { Page } from '../shell/Page';
import styles from './Settings.module.css';
import { texts } from './texts';

export function Settings() {
  const t = useTexts(texts);
  const { scopes } = useMembership();
  const sections: { to: LinkProps['to']; label: string }[] = [
    { to: '/settings/merchant', label: t.sections.merchant },
    { to: '/settings/account', label: t.sections.account },
    { to: '/settings/sessions', label: t.sections.sessions },
  ];
  if (scopes.includes('team:read')) {
    sections.push({ to: '/settings/team', label: t.sections.team });
  }
  if (scopes.includes('locations:read')) {
    sections.push({ to: '/settings/locations', label: t.sections.locations });
  }
  // Listing keys is for those who manage them; to others the entry would lead to a refusal.
  if (scopes.includes('keys:write')) {
    sections.push({ to: '/settings/api-keys', label: t.sections.keys });
  }
  if (scopes.includes('usage:read') || scopes.includes('billing:read')) {
    sections.push({ to: '/subscription', label: t.sections.subscription });
  }
  if (scopes.includes('privacy:read')) {
    sections.push({ to: '/privacy/requests', label: t.sections.privacy });
  }
  if (scopes.includes('merchant:export')) {
    sections.push({ to: '/settings/data', label: t.sections.data });
    sections.push({ to: '/settings/closing', label: t.sections.closing });
  }
  if (scopes.includes('audit:read')) {
    sections.push({ to: '/settings/alerts', label: t.sections.alerts });
    sections.push({ to: '/settings/journal', label: t.sections.journal });
  }
  return (
    <Page title={t.title}>
      <div className={styles.settings}>
        <nav className={styles.nav} aria-label={t.sectionsLabel}>
          <ul>
            {sections.map(({ to, label }) => (
              <li key={label}>
                <Link to={to}>{label}</Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.part}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
