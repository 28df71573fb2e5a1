import { useState } from 'react';
import { signInByPin } from '../../api/device';
import type { CounterMember, DeviceView, Me } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Avatar } from '../../ui/Avatar';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { texts } from '../texts';
import { deviceTexts } from './deviceTexts';
import { PinPad } from './PinPad';
import styles from './SignIn.module.css';
import { useCountdown } from './useCountdown';

interface MembersProps {
  device: DeviceView;
  onChoose: (member: CounterMember) => void;
}

/** The team of this place, a touch away. */
export function CounterMembers({ device, onChoose }: MembersProps) {
  const t = useTexts(deviceTexts);
  if (device.members.length === 0) return <p>{t.nobody}</p>;
  const missing = device.members.some(({ has_pin }) => !has_pin);
  return (
    <>
      <ul className={styles.shops}>
        {device.members.map((member) => (
          <li key={member.id}>
            <button
              type="button"
              className={styles.shop}
              disabled={!member.has_pin}
              onClick={() => onChoose(member)}
            >
              <Avatar name={member.first_name} id={member.id} />
              <span>
                <span className={styles.shopName}>{member.first_name}</span>
                {!member.has_pin && <span className={styles.role}>{t.noPin}</span>}
              </span>
              {member.has_pin && <Icon name="chevronRight" />}
            </button>
          </li>
        ))}
      </ul>
      {missing && <p className={styles.lead}>{t.noPinText}</p>}
    </>
  );
}

interface EntryProps {
  member: CounterMember;
  onIn: (me: Me) => void;
  onOther?: () => void;
}

export function PinEntry({ member, onIn, onOther }: EntryProps) {
  const t = useTexts(deviceTexts);
  const { signIn } = useTexts(texts);
  const { language } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const wait = useCountdown(error);
  const enter = async (pin: string) => {
    setBusy(true);
    setError(null);
    try {
      onIn(await signInByPin(member.id, pin));
    } catch (problem) {
      setError(problem);
      setAttempt((before) => before + 1);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {error !== null && (
        <Banner tone="danger" role="alert">
          {problemText(error, language)}
          {wait > 0 && <> {signIn.waitSeconds(wait)}</>}
        </Banner>
      )}
      <PinPad busy={busy} locked={wait > 0} attempt={attempt} onEnter={(pin) => void enter(pin)} />
      {onOther && (
        <Button variant="quiet" icon="users" onClick={onOther}>
          {t.other}
        </Button>
      )}
    </>
  );
}
