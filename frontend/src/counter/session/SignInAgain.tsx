import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useCounter, useIdentity } from '../counter';
import { texts } from '../texts';
import styles from './SignIn.module.css';
import { SignInForm } from './SignInForm';

/** The session ran out: the screen and what is typed in it stay, a dialog lies over them. */
export function SignInAgain() {
  const t = useTexts(texts);
  const { session } = useCounter();
  const { firstName } = useIdentity();
  const [postponed, setPostponed] = useState(false);
  return (
    <>
      {postponed && (
        <Banner
          tone="warn"
          title={t.bar.expired}
          role="status"
          action={<Button onClick={() => setPostponed(false)}>{t.bar.signIn}</Button>}
        >
          {t.bar.expiredText}
        </Banner>
      )}
      <Dialog
        open={!postponed}
        onClose={() => setPostponed(true)}
        title={t.signIn.againTitle}
        closeLabel={t.close}
      >
        <p>{t.signIn.againLead(firstName)}</p>
        <SignInForm
          onIn={(me) => session.enter(me)}
          extra={
            <div className={styles.links}>
              <Button variant="quiet" onClick={() => setPostponed(true)}>
                {t.signIn.later}
              </Button>
              <Button variant="quiet" onClick={() => session.leave()}>
                {t.signIn.other}
              </Button>
            </div>
          }
        />
      </Dialog>
    </>
  );
}
