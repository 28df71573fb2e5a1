import { useState } from 'react';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useCounter, useIdentity } from '../counter';
import { texts } from '../texts';
import { deviceTexts } from './deviceTexts';
import { PinEntry } from './PinEntrance';
import styles from './SignIn.module.css';
import { SignInForm } from './SignInForm';
import { useDevice } from './useDevice';

/** The session ran out: the screen and what is typed in it stay, a dialog lies over them. */
export function SignInAgain() {
  const t = useTexts(texts);
  const d = useTexts(deviceTexts);
  const { session } = useCounter();
  const { firstName, membership } = useIdentity();
  const { data: device, isPending } = useDevice();
  const [postponed, setPostponed] = useState(false);
  // Who was here comes back by PIN where the device knows them.
  const member = device?.members.find(({ id, has_pin }) => has_pin && id === membership.id);
  const enter = (me: Me) => session.enter(me);
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
        <p>{member ? d.again(firstName) : t.signIn.againLead(firstName)}</p>
        {member ? (
          <PinEntry member={member} onIn={enter} />
        ) : (
          !isPending && <SignInForm onIn={enter} />
        )}
        <div className={styles.links}>
          <Button variant="quiet" onClick={() => setPostponed(true)}>
            {t.signIn.later}
          </Button>
          <Button variant="quiet" onClick={() => session.leave()}>
            {t.signIn.other}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
