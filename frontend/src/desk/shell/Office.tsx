import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Brand } from '../../ui/Brand';
import { Button, ButtonLink, IconButton } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { EarlyKeys } from '../command/earlyKeys';
import { remember } from '../command/recent';
import { chooseMerchant, useMe, useMembership } from '../session/me';
import { useSignOut } from '../session/signOut';
import { texts as settingsTexts } from '../settings/roles';
import { Menu } from './Menu';
import styles from './Office.module.css';
import { Page } from './Page';
import { StandingBanners } from './StandingBanners';
import { type Shortcut, useShortcuts } from './shortcuts';
import { texts } from './texts';

const loadPalette = async () => ({ default: (await import('../command/Palette')).Palette });
const Palette = lazy(loadPalette);
const SetupRequired = lazy(async () => ({
  default: (await import('../security/SetupRequired')).SetupRequired,
}));
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts')).Shortcuts }));
const More = lazy(async () => ({ default: (await import('./More')).More }));

type Open = 'palette' | 'shortcuts' | 'more' | null;

/** The frame around every screen of the desk: menu, search, who is signed in. */
export function Office() {
  const t = useTexts(texts);
  const membership = useMembership();
  const { setLanguage } = useLanguage();
  const me = useMe();
  const { language } = me.user;
  const [open, setOpen] = useState<Open>(null);
  const [early] = useState(() => new EarlyKeys());
  const router = useRouter();
  const search = () => {
    early.begin();
    setOpen('palette');
  };
  useShortcuts((shortcut) => void follow(shortcut));
  const follow = async (shortcut: Shortcut) => {
    if (shortcut === 'search') search();
    else if (shortcut === 'help') setOpen('shortcuts');
    else if (shortcut === 'new') {
      if (!membership.scopes.includes('customers:write')) return;
      await router.navigate({ to: '/customers', search: { new: 'yes' } });
    } else {
      const { placesFor } = await import('../command/places');
      const place = placesFor(membership.scopes).find(({ letter }) => letter === shortcut.go);
      if (place) await router.navigate({ to: place.to });
    }
  };
  // What was seen last, for the palette. A screen's title stands once its data has come.
  useEffect(() => {
    const title = document.querySelector('title');
    if (!title) return;
    const note = () => {
      const [name = '', product] = document.title.split(' · ');
      // The home has its own line, and greets in its title.
      if (product && router.state.location.pathname !== '/')
        remember({ href: router.state.location.href, title: name });
    };
    const watch = new MutationObserver(note);
    watch.observe(title, { childList: true });
    return () => watch.disconnect();
  }, [router]);
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
          <button
            type="button"
            className={styles.search}
            data-key={t.searchKey}
            aria-label={t.search}
            onClick={search}
          >
            <Icon name="search" size={18} />
            <span>{t.searchShort}</span>
          </button>
          <span className={styles.topSearch}>
            <IconButton icon="search" label={t.search} onClick={search} />
          </span>
        </div>
        <Menu onMore={() => setOpen('more')} />
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
        {open === 'palette' && (
          <Palette
            early={early}
            onHelp={() => setOpen('shortcuts')}
            onClose={() => setOpen(null)}
          />
        )}
        {open === 'more' && <More onClose={() => setOpen(null)} />}
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
