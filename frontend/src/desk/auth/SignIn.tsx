import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { safeNext } from '../session/guards';
import { useSignIn } from '../session/useSignIn';
import { useTitle } from '../shell/Page';
import { Refusal } from '../shell/states';
import styles from './Form.module.css';
import { Password } from './Password';
import { texts } from './texts';

const route = getRouteApi('/guest/sign-in');

export function SignIn() {
  const t = useTexts(texts);
  const { next } = route.useSearch();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn(() => router.history.replace(safeNext(next)));
  useTitle(t.signIn.title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email: email.trim(), password });
  };
  return (
    <>
      <h1>{t.signIn.title}</h1>
      <p className={styles.lead}>{t.signIn.lead}</p>
      <form className={styles.form} onSubmit={submit}>
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
        <Password
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
        <p className={styles.row}>
          <Link to="/forgot">{t.signIn.forgot}</Link>
        </p>
        <p className={styles.other}>
          {t.signIn.noAccount} <Link to="/sign-up">{t.signIn.create}</Link>
        </p>
      </form>
    </>
  );
}
