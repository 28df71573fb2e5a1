import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { askPasswordReset } from '../../api/accounts';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { useTitle } from '../shell/Page';
import { Refusal } from '../shell/states';
import { CheckMail } from './CheckMail';
import styles from './Form.module.css';
import { texts } from './texts';

export function Forgot() {
  const t = useTexts(texts);
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => askPasswordReset(email.trim()) });
  useTitle(t.forgot.title);
  if (ask.isSuccess) {
    return (
      <CheckMail text={t.forgot.sentText(email.trim())}>
        <Link to="/sign-in" className={look({ variant: 'secondary' })}>
          {t.forgot.back}
        </Link>
      </CheckMail>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <>
      <h1>{t.forgot.title}</h1>
      <p className={styles.lead}>{t.forgot.lead}</p>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label={t.email}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Refusal error={ask.error} />
        <Button type="submit" wide busy={ask.isPending}>
          {t.forgot.submit}
        </Button>
        <p className={styles.row}>
          <Link to="/sign-in">{t.forgot.back}</Link>
        </p>
      </form>
    </>
  );
}
