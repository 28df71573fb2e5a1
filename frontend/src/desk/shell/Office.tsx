import { useQueryClient } from '@tanstack/react-query';
import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Brand } from '../../ui/Brand';
import { Button, ButtonLink, IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { Icon, type IconName } from '../../ui/Icon';
import { chooseMerchant, useMay, useMe, useMembership } from '../session/me';
import { useSignOut } from '../session/signOut';
import { texts as settingsTexts } from '../settings/roles';
import { EarlyKeys } from './earlyKeys';
import styles from './Office.module.css';
import { Page } from './Page';
import { StandingBanners } from './StandingBanners';
import { useShortcuts } from './shortcuts';
import { texts } from './texts';

const loadPalette = async () => ({ default: (await import('./Palette')).Palette });
const Palette = lazy(loadPalette);
const SetupRequired = lazy(async () => ({
  default: (await import('../security/SetupRequired')).SetupRequired,
}));
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts')).Shortcuts }));

type Open = 'palette' | 'shortcuts' | null;

/** The frame around every screen of the desk: menu, search, who is signed in. */
export function Office() {
  const t = useTexts(texts);
  const membership = useMembership();
  const { setLanguage } = useLanguage();
  const me = useMe();
  const { language } = me.user;
  const [open, setOpen] = useState<Open>(null);
  const maySearch = membership.scopes.includes('customers:read');
  const [early] = useState(() => new EarlyKeys());
  useShortcuts({
    search: () => {
      if (!maySearch) return;
      early.begin();
      setOpen('palette');
    },
    help: () => setOpen('shortcuts'),
  });
  // There before it is asked for: the keys after Ctrl+K are the search already.
  useEffect(() => {
    const waiting = setTimeout(() => void loadPalette().catch(() => undefined), 2_000);
    return () => clearTimeout(waiting);
  }, []);
  // Whoever signs in works in their own language, whatever the sign-in page spoke.
  useEffect(() => {
    void setLanguage(language);
  }, [language, setLanguage]);
  return (
    <div className={styles.office}>
      <a className={styles.skip} href="#main">
        {t.skip}
      </a>
      <header className={styles.side}>
        <div className={styles.top}>
          <Link to="/" className={styles.brand} aria-label={`Mon Carnet Client, ${t.home}`}>
            <span className={styles.long}>
              <Brand />
            </span>
            <span className={styles.short}>
              <Brand markOnly />
            </span>
          </Link>
          <MerchantName />
          {maySearch && (
            <>
              <button
                type="button"
                className={styles.search}
                data-key={t.searchKey}
                aria-label={t.search}
                onClick={() => setOpen('palette')}
              >
                <Icon name="search" size={18} />
                <span>{t.searchShort}</span>
              </button>
              <span className={styles.topSearch}>
                <IconButton icon="search" label={t.search} onClick={() => setOpen('palette')} />
              </span>
            </>
          )}
        </div>
        <Menu />
        <Person onHelp={() => setOpen('shortcuts')} />
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        {membership.role === 'auditor' && (
          <div className={styles.readOnly}>
            <Banner icon="eye">
              <p>{t.readOnly}</p>
            </Banner>
          </div>
        )}
        {!me.counter && <StandingBanners />}
        {me.counter ? (
          <CounterOnly />
        ) : membership.second_factor_required ? (
          <Suspense>
            <SetupRequired />
          </Suspense>
        ) : (
          <Outlet />
        )}
      </main>
      <Suspense>
        {open === 'palette' && <Palette early={early} onClose={() => setOpen(null)} />}
        {open === 'shortcuts' && <Shortcuts onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

/** A PIN opens the counter; whoever runs the shop proves more than that. */
function CounterOnly() {
  const t = useTexts(texts);
  const signOut = useSignOut();
  return (
    <Page title={t.counterOnly}>
      <EmptyState
        icon="lock"
        title={t.counterOnlyText}
        action={
          <>
            <ButtonLink href="/counter" icon="stamp">
              {t.counter}
            </ButtonLink>
            <Button variant="secondary" busy={signOut.isPending} onClick={() => signOut.mutate()}>
              {t.withPassword}
            </Button>
          </>
        }
      />
    </Page>
  );
}

function Menu() {
  const t = useTexts(texts);
  const mayStamp = useMay('cards:write');
  const mayReadFigures = useMay('statistics:read');
  const mayReadRights = useMay('privacy:read');
  const mayCampaign = useMay('campaigns:read');
  const items: { link: LinkProps; icon: IconName; label: string; wide?: boolean }[] = [
    { link: { to: '/', activeOptions: { exact: true } }, icon: 'home', label: t.home },
    { link: { to: '/customers' }, icon: 'users', label: t.customers },
    { link: { to: '/programs' }, icon: 'card', label: t.programs },
    { link: { to: '/settings' }, icon: 'settings', label: t.settings },
  ];
  if (mayCampaign) {
    // On a phone, where five fit under the thumb, the list of customers leads there.
    const news = { link: { to: '/campaigns' }, icon: 'mail', label: t.campaigns } as const;
    items.splice(-1, 0, { ...news, wide: true });
  }
  if (mayReadFigures) {
    // On a phone, where five fit under the thumb, the home leads there.
    const statistics = { link: { to: '/statistics' }, icon: 'chart', label: t.statistics } as const;
    items.splice(-1, 0, { ...statistics, wide: true });
  }
  if (mayReadRights) {
    // On a phone, where five fit under the thumb, the settings lead there.
    const privacy = { link: { to: '/privacy' }, icon: 'shield', label: t.privacy } as const;
    items.splice(-1, 0, { ...privacy, wide: true });
  }
  return (
    <nav className={styles.nav} aria-label={t.nav}>
      <ul>
        {items.map(({ link, icon, label, wide }) => (
          <li key={label} className={cx(wide && styles.wide)}>
            <Link {...link} className={styles.item}>
              <Icon name={icon} />
              {label}
            </Link>
          </li>
        ))}
        {mayStamp && (
          <li className={styles.counter}>
            {/* Another application with its own page: a plain link. */}
            <a href="/counter" className={styles.item}>
              <Icon name="stamp" />
              <span className={styles.long}>{t.counter}</span>
              <span className={styles.short}>{t.counterShort}</span>
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

function MerchantName() {
  const t = useTexts(texts);
  const { memberships } = useMe();
  const { merchant_id, merchant_name } = useMembership();
  const queries = useQueryClient();
  if (memberships.length < 2) return <p className={styles.merchant}>{merchant_name}</p>;
  return (
    <span className={styles.switcher}>
      <select
        aria-label={t.merchant}
        value={merchant_id}
        onChange={(event) => {
          chooseMerchant(queries, event.target.value);
          // A fresh page: nothing of one shop can be left on the screen of another.
          window.location.assign('/');
        }}
      >
        {memberships.map((each) => (
          <option key={each.merchant_id} value={each.merchant_id}>
            {each.merchant_name}
          </option>
        ))}
      </select>
      <Icon name="chevronDown" size={16} />
    </span>
  );
}

function Person({ onHelp }: { onHelp: () => void }) {
  const t = useTexts(texts);
  const roles = useTexts(settingsTexts);
  const { user } = useMe();
  const { role } = useMembership();
  const signOut = useSignOut();
  return (
    <div className={styles.person}>
      <Link to="/settings/account" className={styles.who}>
        <strong>{user.first_name}</strong>
        <span className={styles.role}>{roles[role]}</span>
      </Link>
      <IconButton icon="keyboard" label={t.shortcuts} onClick={onHelp} />
      <IconButton icon="signOut" label={t.signOut} onClick={() => signOut.mutate()} />
    </div>
  );
}
