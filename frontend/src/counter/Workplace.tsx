import { Suspense, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/LanguageProvider';
import { readScan } from '../scan/content';
import { useWedge } from '../scan/useWedge';
import type { WedgeScan } from '../scan/wedge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Skeleton } from '../ui/Skeleton';
import { useCounter, useIdentity, useMay } from './counter';
import { Finder } from './home/Finder';
import { Home } from './home/Home';
import { CardScreen, Enrol, Queue, ScanScreen, SignInAgain } from './lazily';
import { back, go, type Route, useRoute } from './navigation';
import { useLink } from './network/link';
import { type Explanation, explain } from './scanner/explain';
import { offerScan } from './scanner/taker';
import { useSession } from './session/session';
import { Bar } from './shell/Bar';
import { DockPlace } from './shell/dock';
import { LastOperation } from './shell/LastOperation';
import { texts } from './texts';
import styles from './Workplace.module.css';

/** The whole counter for somebody who is signed in. */
export function Workplace() {
  const t = useTexts(texts);
  const route = useRoute();
  const { membership } = useIdentity();
  const mayStamp = useMay('cards:write');
  const { link, session } = useCounter();
  const offline = useLink(link) === 'down';
  const state = useSession(session);
  const expired = state.kind === 'ready' && state.expired;
  const [dock, setDock] = useState<HTMLElement | null>(null);
  const served = useLastServed(route);
  const { wrong, scannedAt } = useScannerAnywhere(route);
  useEscape(route);
  useEffect(() => {
    document.title = t.pageTitle(membership.merchant_name);
  }, [t, membership]);
  return (
    <DockPlace value={dock}>
      <a className={styles.skip} href="#screen">
        {t.skip}
      </a>
      <div className={styles.shell} data-screen={route.screen}>
        <Bar />
        <main className={styles.body}>
          <div className={styles.finder}>
            <Finder visit={Math.max(served, scannedAt)} />
          </div>
          <div className={styles.side}>
            <div id="screen" className={styles.screen} tabIndex={-1}>
              {expired && (
                <Suspense fallback={null}>
                  <SignInAgain />
                </Suspense>
              )}
              {state.kind === 'ready' && state.replacing && (
                <Banner
                  tone="warn"
                  icon="user"
                  role="alert"
                  title={t.bar.replacedTitle(state.identity.firstName)}
                  action={
                    <Button variant="secondary" onClick={() => session.acknowledge()}>
                      {t.bar.understood}
                    </Button>
                  }
                >
                  {t.bar.replacedText(state.replacing)}
                </Banner>
              )}
              {offline && route.screen !== 'queue' && route.screen !== 'card' && (
                <Banner tone="warn" icon="offline" role="status">
                  {t.bar.offlineText}
                </Banner>
              )}
              {membership.ended_at ? (
                <Banner tone="danger" icon="lock">
                  {t.bar.closed}
                </Banner>
              ) : (
                !mayStamp && route.screen === 'home' && <Banner icon="eye">{t.bar.readOnly}</Banner>
              )}
              {wrong && (
                <Banner tone="warn" role="alert" title={wrong.title}>
                  {wrong.text}
                </Banner>
              )}
              <Suspense fallback={<Skeleton label={t.loading} />}>
                <Screen route={route} />
              </Suspense>
            </div>
          </div>
          <div className={styles.dock}>
            <LastOperation />
            <div ref={setDock} />
          </div>
        </main>
      </div>
    </DockPlace>
  );
}

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case 'home':
      return <Home />;
    case 'scan':
      return <ScanScreen again={route.again ?? false} />;
    case 'card':
      return <CardScreen key={route.card} reference={route.card} from={route.from} />;
    case 'enrol':
      return <Enrol prefill={route.prefill} />;
    case 'queue':
      return <Queue />;
  }
}

/** Changes when a customer has been served, and only then. */
function useLastServed(route: Route): number {
  const [served, setServed] = useState(0);
  const latest = route.screen === 'home' ? route.served : undefined;
  if (latest && latest !== served) setServed(latest);
  return served;
}

/** A USB scanner works on every screen; where something is being typed it does not take it away. */
function useScannerAnywhere(route: Route): { wrong: Explanation | null; scannedAt: number } {
  const t = useTexts(texts);
  const { membership } = useIdentity();
  const [wrong, setWrong] = useState<Explanation | null>(null);
  const [scannedAt, setScannedAt] = useState(0);
  const screen = useRef(route.screen);
  screen.current = route.screen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said about one screen is not about the next
  useEffect(() => setWrong(null), [route]);
  useWedge((scan: WedgeScan) => {
    // Its characters also went into whatever had the focus.
    setScannedAt(Date.now());
    setWrong(null);
    const readings = [scan.text, scan.american].map((text) =>
      readScan(text, membership.merchant_slug),
    );
    const content = readings.find((each) => each.kind === 'card') ??
      readings.find((each) => each.kind !== 'foreign') ?? { kind: 'foreign' as const };
    if (content.kind !== 'card') setWrong(explain(content, t));
    else if (screen.current === 'enrol') {
      if (!offerScan(content.code, scan.text)) setWrong({ title: t.scan.finishFirst, text: '' });
    } else {
      go({ screen: 'home', served: Date.now() });
      go({ screen: 'card', card: content.code, from: 'home' });
    }
  });
  return { wrong, scannedAt };
}

function useEscape(route: Route): void {
  useEffect(() => {
    if (route.screen === 'home') return;
    const press = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement | null)?.closest('input, textarea, dialog[open]');
      if (event.key === 'Escape' && !typing && !document.querySelector('dialog[open]')) back();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [route.screen]);
}
