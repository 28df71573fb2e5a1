import { useState } from 'react';
import { signOut } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Avatar } from '../../ui/Avatar';
import { useCounter, useIdentity } from '../counter';
import { menuTexts } from './menuTexts';
import styles from './Person.module.css';

interface PersonProps {
  waiting: number;
  /** Where the menu asks first: something is kept here that only this person can send. */
  onAsk: () => void;
}

/** On a shared device: who is at work, and, with one touch, the next one's PIN. */
export function Person({ waiting, onAsk }: PersonProps) {
  const t = useTexts(menuTexts);
  const { session } = useCounter();
  const { firstName, userId } = useIdentity();
  const [busy, setBusy] = useState(false);
  const handOver = async () => {
    if (waiting > 0) return onAsk();
    setBusy(true);
    try {
      await signOut();
    } catch (error) {
      setBusy(false);
      // The menu says what is wrong, and offers it again.
      if (!isProblem(error, 'NOT_SIGNED_IN')) return onAsk();
    }
    session.leave();
  };
  return (
    <button
      type="button"
      className={styles.person}
      title={t.handOver}
      disabled={busy}
      onClick={() => void handOver()}
    >
      <Avatar name={firstName} id={userId} />
      <span className={styles.name}>{firstName}</span>
      <span className="visually-hidden">{t.handOver}</span>
    </button>
  );
}
