import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeMe, changePassword } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import type { Language, Me } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { LANGUAGES } from '../../i18n/language';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { chooseTheme, chosenTheme, THEMES } from '../../ui/theme';
import { DeleteAccount } from '../account/DeleteAccount';
import { OwnData } from '../account/OwnData';
import { Password, PasswordStrength } from '../auth/Password';
import { PASSWORD_MINIMUM } from '../auth/strength';
import { texts as authTexts } from '../auth/texts';
import { SecondFactor } from '../security/SecondFactor';
import { meQuery, useMe, useMembership } from '../session/me';
import { useSignOut } from '../session/signOut';
import { useFieldProblem } from '../shell/fieldProblem';
import { Refusal } from '../shell/states';
import { texts as roles } from './roles';
import styles from './Settings.module.css';
import { texts } from './texts';

export function Account() {
  const t = useTexts(texts).account;
  const signOut = useSignOut();
  return (
    <>
      <Sheet className={styles.section} aria-labelledby="account">
        <div>
          <h2 id="account">{t.title}</h2>
          <p className={styles.lead}>{t.lead}</p>
        </div>
        <Person />
        <Appearance />
      </Sheet>
      <Sheet className={styles.section} aria-labelledby="password">
        <h2 id="password">{t.passwordTitle}</h2>
        <ChangePassword />
      </Sheet>
      <SecondFactor />
      <OwnData />
      <div>
        <Button
          variant="secondary"
          icon="signOut"
          busy={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {t.signOut}
        </Button>
      </div>
      <DeleteAccount />
    </>
  );
}

function Person() {
  const all = useTexts(texts);
  const t = all.account;
  const role = useTexts(roles);
  const { user } = useMe();
  const membership = useMembership();
  const queries = useQueryClient();
  const [firstName, setFirstName] = useState(user.first_name);
  const [language, setLanguage] = useState<Language>(user.language);
  const save = useMutation({
    mutationFn: (typed: string) => changeMe({ first_name: typed.trim(), language }),
    onSuccess: (me: Me, typed) => {
      queries.setQueryData(meQuery.queryKey, me);
      setFirstName((now) => (now === typed ? me.user.first_name : now));
    },
  });
  const dirty = firstName !== user.first_name || language !== user.language;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(firstName);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <dl className={styles.fact}>
        <dt>{t.email}</dt>
        <dd>{user.email}</dd>
      </dl>
      <dl className={styles.fact}>
        <dt>{t.role}</dt>
        <dd>
          {role[membership.role]}, {membership.merchant_name}
        </dd>
      </dl>
      <TextField
        label={t.firstName}
        autoComplete="given-name"
        required
        maxLength={100}
        value={firstName}
        onChange={(event) => setFirstName(event.target.value)}
      />
      <Select
        label={t.language}
        value={language}
        onChange={(event) => setLanguage(event.target.value as Language)}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each}>
            {all.languages[each]}
          </option>
        ))}
      </Select>
      <Refusal error={save.error} />
      <div className={styles.row}>
        <Button type="submit" busy={save.isPending} disabled={!dirty}>
          {all.save}
        </Button>
        <StatusLine>{save.isSuccess && !dirty && all.saved}</StatusLine>
      </div>
    </form>
  );
}

/** Of this browser, at once: there is nothing to save. */
function Appearance() {
  const t = useTexts(texts).account;
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <div className={styles.form}>
      <Select
        label={t.appearance}
        hint={t.appearanceHint}
        value={theme}
        onChange={({ target: { value } }) => {
          const next = THEMES.find((each) => each === value) ?? 'system';
          chooseTheme(next);
          setTheme(next);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {t.themes[each]}
          </option>
        ))}
      </Select>
    </div>
  );
}

function ChangePassword() {
  const t = useTexts(texts).account;
  const { passwordHint } = useTexts(authTexts).signUp;
  const { user } = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  const wrong = isProblem(change.error, 'WRONG_PASSWORD');
  const fieldProblem = useFieldProblem(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={user.email} />
      <Password
        label={t.current}
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={wrong ? t.wrong : undefined}
      />
      <Password
        label={t.next}
        hint={passwordHint}
        autoComplete="new-password"
        minLength={PASSWORD_MINIMUM}
        value={next}
        onChange={setNext}
        error={fieldProblem('new_password')}
      />
      <PasswordStrength password={next} known={[user.first_name, user.email]} />
      {!wrong && <Refusal error={change.error} />}
      <div>
        <Button type="submit" variant="secondary" busy={change.isPending}>
          {t.change}
        </Button>
      </div>
      <StatusLine>{change.isSuccess && t.changed}</StatusLine>
    </form>
  );
}
