import { useState } from 'react';
import { changeMe, signOut } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { LANGUAGES, type Language } from '../../i18n/language';
import { Banner } from '../../ui/Banner';
import { Button, ButtonLink } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet } from '../../ui/Field';
import { chooseTheme, chosenTheme, THEMES } from '../../ui/theme';
import { useCounter, useIdentity } from '../counter';
import { go } from '../navigation';
import { useSession } from '../session/session';
import { texts } from '../texts';
import styles from './Menu.module.css';
import { menuTexts } from './menuTexts';
import { applyUpdate, useUpdateReady } from './updates';

interface MenuProps {
  open: boolean;
  onClose: () => void;
  waiting: number;
}

export function Menu({ open, onClose, waiting }: MenuProps) {
  const t = useTexts(texts);
  const m = useTexts(menuTexts);
  const { language, setLanguage } = useLanguage();
  const { session } = useCounter();
  const state = useSession(session);
  const { firstName, membership } = useIdentity();
  const updateReady = useUpdateReady();
  const [theme, setTheme] = useState(chosenTheme);
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState(false);
  const me = state.kind === 'ready' ? state.me : null;

  const speak = (next: Language) => {
    setLanguage(next);
    // Kept with the account when it can be; the choice on this device holds either way.
    void changeMe({ language: next }).catch(() => undefined);
  };
  const leave = async () => {
    setFailed(false);
    try {
      await signOut();
    } catch (error) {
      if (!isProblem(error, 'NOT_SIGNED_IN')) {
        setFailed(true);
        return;
      }
    }
    session.leave();
  };
  return (
    <Dialog
      open={open}
      onClose={() => {
        setLeaving(false);
        setFailed(false);
        onClose();
      }}
      title={m.title}
      closeLabel={t.close}
      kind="sheet"
    >
      <p className={styles.who}>
        {m.signedInAs(firstName, t.roles[membership.role])}
        <span className={styles.shop}>
          {[...new Set([membership.merchant_name, me?.counter?.location_name])]
            .filter(Boolean)
            .join(', ')}
          {me?.counter && ` (${me.counter.device_name})`}
        </span>
      </p>
      {updateReady && (
        <Button icon="refresh" wide onClick={applyUpdate}>
          {m.update}
        </Button>
      )}
      <div className={styles.list}>
        <Button
          variant="quiet"
          icon="clock"
          wide
          onClick={() => {
            onClose();
            go({ screen: 'queue' });
          }}
        >
          {m.queue}
          {waiting > 0 && <span className={styles.count}>{waiting}</span>}
        </Button>
        {!me?.counter && (
          <ButtonLink variant="quiet" icon="book" wide href="/">
            {m.desk}
          </ButtonLink>
        )}
        {me && me.memberships.length > 1 && (
          <Button variant="quiet" icon="users" wide onClick={() => session.chooseAgain()}>
            {m.switchMerchant}
          </Button>
        )}
      </div>
      <FieldSet legend={m.language}>
        <div className={styles.choices}>
          {LANGUAGES.map((each) => (
            <Choice
              key={each}
              type="radio"
              name="language"
              label={<span lang={each}>{m.languages[each]}</span>}
              checked={each === language}
              onChange={() => speak(each)}
            />
          ))}
        </div>
      </FieldSet>
      <FieldSet legend={m.appearance}>
        <div className={styles.choices}>
          {THEMES.map((each) => (
            <Choice
              key={each}
              type="radio"
              name="appearance"
              label={m.themes[each]}
              checked={each === theme}
              onChange={() => {
                chooseTheme(each);
                setTheme(each);
              }}
            />
          ))}
        </div>
      </FieldSet>
      {failed && (
        <Banner tone="danger" role="alert">
          {m.signOutFailed}
        </Banner>
      )}
      {leaving && waiting > 0 ? (
        <Banner
          tone="warn"
          role="alert"
          action={
            <Button variant="danger" icon="signOut" onClick={leave}>
              {m.signOutAnyway}
            </Button>
          }
        >
          {m.signOutPending(waiting)}
        </Banner>
      ) : (
        <Button
          variant="secondary"
          icon="signOut"
          wide
          onClick={() => (waiting > 0 ? setLeaving(true) : void leave())}
        >
          {me?.counter ? m.handOver : m.signOut}
        </Button>
      )}
    </Dialog>
  );
}
