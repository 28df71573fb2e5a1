import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { completePasswordReset } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button, look } from '../../ui/Button';
import { forgetData, meQuery } from '../session/me';
import { useFieldProblem } from '../shell/fieldProblem';
import { useTitle } from '../shell/Page';
import { Refusal } from '../shell/states';
import styles from './Form.module.css';
import { useSecretOfLink } from './fragment';
import { Password, PasswordStrength } from './Password';
import { PASSWORD_MINIMUM } from './strength';
import { texts } from './texts';

export function Reset() {
  const t = useTexts(texts);
  const token = useSecretOfLink();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => completePasswordReset(token, password),
    onSuccess: () => {
      // Every session is over now, also the one of this browser.
      forgetData(queries);
      queries.setQueryData(meQuery.queryKey, null);
    },
  });
  const fieldProblem = useFieldProblem(change.error);
  useTitle(change.isSuccess ? t.reset.doneTitle : t.reset.title);
  if (change.isSuccess) {
    return (
      <div className={styles.message} role="status">
        <h1>{t.reset.doneTitle}</h1>
        <p>{t.reset.doneText}</p>
        <Link to="/sign-in" className={look({})}>
          {t.signIn.submit}
        </Link>
      </div>
    );
  }
  const expired = isProblem(change.error, 'LINK_EXPIRED') || !token;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <>
      <h1>{t.reset.title}</h1>
      <p className={styles.lead}>{t.reset.lead}</p>
      <form className={styles.form} onSubmit={submit}>
        {expired && (
          <Banner tone="warn" role="alert" action={<Link to="/forgot">{t.reset.again}</Link>}>
            <p>{token ? t.reset.expiredText : t.reset.missing}</p>
          </Banner>
        )}
        <Password
          label={t.reset.password}
          hint={t.signUp.passwordHint}
          error={fieldProblem('password')}
          autoComplete="new-password"
          minLength={PASSWORD_MINIMUM}
          value={password}
          onChange={setPassword}
        />
        <PasswordStrength password={password} />
        {!expired && <Refusal error={change.error} />}
        <Button type="submit" wide busy={change.isPending} disabled={!token}>
          {t.reset.submit}
        </Button>
      </form>
    </>
  );
}
