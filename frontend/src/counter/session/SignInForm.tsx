import { type FormEvent, useState } from 'react';
import { signIn } from '../../api/accounts';
import type { Me } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { challengeOf } from '../../secondFactor/challenge';
import { SecondStep } from '../../secondFactor/SecondStep';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { texts } from '../texts';
import styles from './SignIn.module.css';
import { useCountdown } from './useCountdown';

/** What was typed stays typed, whatever the answer. */
export function SignInForm({ onIn }: { onIn: (me: Me) => void }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const wait = useCountdown(error);
  const asked = challengeOf(error);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    setBusy(true);
    setError(null);
    try {
      onIn(await signIn(email.trim(), password));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  if (asked) {
    return <SecondStep asked={asked} onIn={onIn} onBack={() => setError(null)} />;
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      {error !== null && (
        <Banner tone="danger" role="alert">
          {problemText(error, language)}
          {wait > 0 && <> {t.signIn.waitSeconds(wait)}</>}
        </Banner>
      )}
      <TextField
        label={t.signIn.email}
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t.signIn.password}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" size="large" wide busy={busy} disabled={wait > 0}>
        {t.signIn.submit}
      </Button>
    </form>
  );
}
