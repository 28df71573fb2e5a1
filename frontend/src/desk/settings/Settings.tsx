import { Link, type LinkProps, Outlet, useLocation } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { Scope } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { useMembership } from '../session/me';
import { Page } from '../shell/Page';
import styles from './Settings.module.css';
import { texts } from './texts';

type Section = keyof (typeof texts)['fr']['sections'];

interface Entry {
  section: Section;
  to: LinkProps['to'];
  /** One of these; to others the entry would lead to a refusal. */
  needs?: readonly Scope[];
}

const ROOMS: Record<keyof (typeof texts)['fr']['rooms'], readonly Entry[]> = {
  shop: [
    { section: 'merchant', to: '/settings/merchant' },
    { section: 'team', to: '/settings/team', needs: ['team:read'] },
    { section: 'locations', to: '/settings/locations', needs: ['locations:read'] },
    { section: 'alerts', to: '/settings/alerts', needs: ['audit:read'] },
  ],
  you: [
    { section: 'account', to: '/settings/account' },
    { section: 'sessions', to: '/settings/sessions' },
  ],
  service: [
    { section: 'subscription', to: '/subscription', needs: ['usage:read', 'billing:read'] },
    { section: 'keys', to: '/settings/api-keys', needs: ['keys:write'] },
    { section: 'privacy', to: '/privacy/requests', needs: ['privacy:read'] },
    { section: 'data', to: '/settings/data', needs: ['merchant:export'] },
    { section: 'journal', to: '/settings/journal', needs: ['audit:read'] },
    { section: 'closing', to: '/settings/closing', needs: ['merchant:export'] },
  ],
};

export function Settings() {
  const t = useTexts(texts);
  const { scopes } = useMembership();
  const may = ({ needs }: Entry) => !needs || needs.some((scope) => scopes.includes(scope));
  const { pathname } = useLocation();
  const here = Object.values(ROOMS)
    .flat()
    .find(({ to }) => to === pathname);
  const list = useId();
  // Of a phone's screen only: there the list would stand before each of its parts.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === pathname;
  return (
    <Page title={t.title}>
      <div className={styles.settings}>
        <button
          type="button"
          className={styles.here}
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpenAt(open ? null : pathname)}
        >
          {here ? t.sections[here.section] : t.title}
          <Icon name="chevronDown" size={18} />
        </button>
        <nav id={list} className={cx(styles.nav, open && styles.open)} aria-label={t.sectionsLabel}>
          {(Object.keys(ROOMS) as (keyof typeof ROOMS)[]).map((room) => {
            const entries = ROOMS[room].filter(may);
            if (entries.length === 0) return null;
            return (
              <div key={room} className={styles.room}>
                <p id={`settings-${room}`}>{t.rooms[room]}</p>
                <ul aria-labelledby={`settings-${room}`}>
                  {entries.map(({ section, to }) => (
                    <li key={section}>
                      <Link to={to}>{t.sections[section]}</Link>
                    </li>
                  ))}
                </ul>
              </div>
            );
          })}
        </nav>
        <div className={styles.part}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
