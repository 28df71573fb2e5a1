import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { verifySignUp } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { forgetData, meQuery } from '../session/me';
import { useTitle } from '../shell/Page';
import { Refusal } from '../shell/states';
import styles from './Form.module.css';
import { useSecretOfLink } from './fragment';
import { Password } from './Password';
import { texts } from './texts';

export function Verify() {
  const all = useTexts(texts);
  const t = all.verify;
  const token = useSecretOfLink();
  const router = useRouter();
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (given?: string) => verifySignUp(token, given),
    onSuccess: (me) => {
      forgetData(queries);
      queries.setQueryData(meQuery.queryKey, me);
      router.history.replace('/');
    },
  });
  // The link works once: neither a second drawing nor a second effect may spend it again.
  const started = useRef(false);
  useEffect(() => {
    if (!token || started.current) return;
    started.current = true;
    mutate(undefined);
  }, [token, mutate]);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const expired = isProblem(error, 'LINK_EXPIRED');
  const needsPassword = isProblem(error, 'PASSWORD_REQUIRED') || (asked && !expired);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    mutate(password);
  };
  const title = expired ? t.expiredTitle : t.title;
  useTitle(title);
  return (
    <div className={styles.message}>
      <h1>{title}</h1>
      {!token && <p>{t.missing}</p>}
      {needsPassword && (
        <form className={styles.form} onSubmit={submit}>
          <p>{t.passwordLead}</p>
          <Password
            label={all.password}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          {asked && !isPending && <Refusal error={error} />}
          <Button type="submit" wide busy={isPending}>
            {t.confirm}
          </Button>
        </form>
      )}
      {isPending && !needsPassword && <Skeleton label={t.working} lines={2} />}
      {expired && <p role="alert">{t.expiredText}</p>}
      {error && !expired && !needsPassword && (
        <>
          <Refusal error={error} />
          <Button onClick={() => mutate(undefined)}>{t.retry}</Button>
        </>
      )}
      {(expired || !token) && (
        <p className={styles.row}>
          <Link to="/sign-in" className={look({})}>
            {t.signIn}
          </Link>
          <Link to="/sign-up" className={look({ variant: 'secondary' })}>
            {t.again}
          </Link>
        </p>
      )}
    </div>
  );
}
