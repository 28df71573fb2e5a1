import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { isProblem } from '../../api/problems';
import { acceptInvitation, readInvitation } from '../../api/team';
import type { InvitationReading } from '../../api/types';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button, look } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { forgetData, meQuery } from '../session/me';
import { useSignOut } from '../session/signOut';
import { texts as roleNames } from '../settings/roles';
import { useFieldProblem } from '../shell/fieldProblem';
import { useTitle } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import styles from './Form.module.css';
import { useSecretOfLink } from './fragment';
import { Password, PasswordStrength } from './Password';
import { SignInFields } from './SignInFields';
import { PASSWORD_MINIMUM } from './strength';
import { texts } from './texts';

/** The link of an invitation: who invites, as what, and the way in. */
export function Invitation() {
  const t = useTexts(texts).invitation;
  const token = useSecretOfLink();
  const query = useQuery({
    queryKey: ['invitation'],
    queryFn: () => readInvitation(token),
    enabled: token !== '',
    retry: false,
    gcTime: 0,
  });
  const over = !token || isProblem(query.error, 'LINK_EXPIRED');
  useTitle(over ? t.expiredTitle : t.title);
  if (over) {
    return (
      <div className={styles.message} role="alert">
        <h1>{t.expiredTitle}</h1>
        <p>{token ? t.expiredText : t.missing}</p>
        <Link to="/sign-in" className={look({ variant: 'secondary' })}>
          {t.signIn}
        </Link>
      </div>
    );
  }
  return (
    <>
      <h1>{query.data ? t.from(query.data.merchant_name) : t.title}</h1>
      <Loaded query={query} lines={3}>
        {(reading) => <Offer token={token} reading={reading} />}
      </Loaded>
    </>
  );
}

function Offer({ token, reading }: { token: string; reading: InvitationReading }) {
  const t = useTexts(texts).invitation;
  const roles = useTexts(roleNames);
  const { language } = useLanguage();
  const { data: me } = useQuery(meQuery);
  const { date } = formats(language);
  return (
    <>
      <p className={styles.lead}>
        {t.role(roles[reading.role])} {t.until(date(reading.expires_at))}
      </p>
      {me === undefined ? null : me && me.user.email !== reading.email ? (
        <OtherAccount invited={reading.email} present={me.user.email} />
      ) : me ? (
        <Acceptance token={token} name={me.user.first_name} />
      ) : reading.has_account ? (
        <>
          <p className={styles.lead}>{t.signInFirst}</p>
          <SignInFields email={reading.email} onIn={() => undefined} />
        </>
      ) : (
        <NewAccount token={token} email={reading.email} />
      )}
    </>
  );
}

/** Whoever joins lands in the desk of the team joined, if it is the only one. */
function useAcceptance(token: string) {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (account: { password?: string; first_name?: string }) =>
      acceptInvitation({ token, ...account }),
    onSuccess: (me) => {
      forgetData(queries);
      queries.setQueryData(meQuery.queryKey, me);
      router.history.replace('/');
    },
  });
}

function Acceptance({ token, name }: { token: string; name: string }) {
  const t = useTexts(texts).invitation;
  const accept = useAcceptance(token);
  return (
    <div className={styles.form}>
      <p>{t.asYou(name)}</p>
      <Refusal error={accept.error} />
      <Button wide busy={accept.isPending} onClick={() => accept.mutate({})}>
        {t.join}
      </Button>
    </div>
  );
}

function NewAccount({ token, email }: { token: string; email: string }) {
  const all = useTexts(texts);
  const t = all.invitation;
  const accept = useAcceptance(token);
  const [firstName, setFirstName] = useState('');
  const [password, setPassword] = useState('');
  const fieldProblem = useFieldProblem(accept.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate({ password, first_name: firstName.trim() });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField label={all.email} type="email" autoComplete="username" readOnly value={email} />
      <TextField
        label={all.signUp.firstName}
        autoComplete="given-name"
        required
        maxLength={100}
        value={firstName}
        onChange={(event) => setFirstName(event.target.value)}
        error={fieldProblem('first_name')}
      />
      <Password
        label={all.password}
        hint={all.signUp.passwordHint}
        autoComplete="new-password"
        minLength={PASSWORD_MINIMUM}
        value={password}
        onChange={setPassword}
        error={fieldProblem('password')}
      />
      <PasswordStrength password={password} known={[firstName, email]} />
      <Refusal error={accept.error} />
      <Button type="submit" wide busy={accept.isPending}>
        {t.join}
      </Button>
    </form>
  );
}

function OtherAccount({ invited, present }: { invited: string; present: string }) {
  const t = useTexts(texts).invitation;
  const signOut = useSignOut(() => window.location.reload());
  return (
    <div className={styles.form}>
      <p>{t.otherAccount(invited, present)}</p>
      <Refusal error={signOut.error} />
      <Button
        variant="secondary"
        icon="signOut"
        busy={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        {t.signOut}
      </Button>
    </div>
  );
}
