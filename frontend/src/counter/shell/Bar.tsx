import { Suspense, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Brand } from '../../ui/Brand';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useCounter, useIdentity } from '../counter';
import { Menu, Person } from '../lazily';
import { go } from '../navigation';
import { useLink } from '../network/link';
import { useJournal } from '../outbox/journal';
import { useSession } from '../session/session';
import { texts } from '../texts';
import styles from './Bar.module.css';

/** Which shop, whether everything is sent, and the menu. */
export function Bar() {
  const t = useTexts(texts);
  const { membership } = useIdentity();
  const { journal, link, session } = useCounter();
  const state = useSession(session);
  const { gestures } = useJournal(journal);
  const offline = useLink(link) === 'down';
  const [menu, setMenu] = useState(false);
  const waiting = gestures.filter((each) => each.state === 'waiting').length;
  const refused = gestures.filter((each) => each.state === 'refused' && !each.dismissed).length;
  return (
    <>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <Brand markOnly />
        </span>
        <span className={styles.merchant}>{membership.merchant_name}</span>
        <div className={styles.states}>
          {offline && (
            <span className={styles.offline}>
              <Icon name="offline" size={18} />
              <span className={styles.words}>{t.bar.offline}</span>
            </span>
          )}
          {refused + waiting > 0 && (
            <button
              type="button"
              className={refused > 0 ? styles.refused : styles.waiting}
              onClick={() => go({ screen: 'queue' })}
            >
              <Icon name={refused > 0 ? 'warning' : 'clock'} size={18} />
              <span className={styles.count} aria-hidden="true">
                {refused || waiting}
              </span>
              <span className={styles.words}>
                {refused > 0 ? t.bar.refused(refused) : t.bar.waiting(waiting)}
              </span>
            </button>
          )}
        </div>
        {state.kind === 'ready' && state.me?.counter && (
          <Suspense fallback={null}>
            <Person waiting={waiting} onAsk={() => setMenu(true)} />
          </Suspense>
        )}
        <IconButton icon="menu" label={t.bar.menu} onClick={() => setMenu(true)} />
      </header>
      {menu && (
        <Suspense fallback={null}>
          <Menu open onClose={() => setMenu(false)} waiting={waiting} />
        </Suspense>
      )}
    </>
  );
}
