import { type FormEvent, type ReactNode, useState } from 'react';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { challengeOf } from '../../secondFactor/challenge';
import { SecondStep } from '../../secondFactor/SecondStep';
import { texts as secondTexts } from '../../secondFactor/texts';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { useSignIn } from '../session/useSignIn';
import { Refusal } from '../shell/states';
import styles from './Form.module.css';
import { Password } from './Password';
import { texts } from './texts';

interface SignInFieldsProps {
  /** Given where only this person is meant; else it is asked. */
  email?: string;
  onIn: (me: Me) => void;
  /** Below the button, as long as the password is asked. */
  children?: ReactNode;
}

/** Address and password, and the second step where the account has one. */
export function SignInFields({ email: given, onIn, children }: SignInFieldsProps) {
  const t = useTexts(texts);
  const second = useTexts(secondTexts);
  const [email, setEmail] = useState(given ?? '');
  const [password, setPassword] = useState('');
  const { signIn, arrive } = useSignIn(onIn);
  const asked = challengeOf(signIn.error);
  if (asked) {
    return (
      <div className={styles.form}>
        <h2>{second.title}</h2>
        <SecondStep asked={asked} onIn={arrive} onBack={signIn.reset} />
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // It may lie in a dialog over another form.
    event.stopPropagation();
    signIn.mutate({ email: email.trim(), password });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {given ? (
        <>
          <p>
            <strong>{given}</strong>
          </p>
          <input type="hidden" autoComplete="username" value={given} />
        </>
      ) : (
        <TextField
          label={t.email}
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      )}
      <Password
        data-autofocus={given !== undefined}
        label={t.password}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Refusal error={signIn.error} />
      <Button type="submit" wide busy={signIn.isPending}>
        {t.signIn.submit}
      </Button>
      {children}
    </form>
  );
}
