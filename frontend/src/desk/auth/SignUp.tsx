import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { signUp } from '../../api/accounts';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { isLanguage, LANGUAGES } from '../../i18n/language';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { useFieldProblem } from '../shell/fieldProblem';
import { useTitle } from '../shell/Page';
import { Refusal } from '../shell/states';
import { CheckMail } from './CheckMail';
import styles from './Form.module.css';
import { Password, PasswordStrength } from './Password';
import { guessTimeZone, timeZones } from './places';
import { PASSWORD_MINIMUM } from './strength';
import { texts } from './texts';

export function SignUp() {
  const t = useTexts(texts);
  const { language, setLanguage } = useLanguage();
  const [form, setForm] = useState(() => ({
    merchant_name: '',
    first_name: '',
    email: '',
    password: '',
    time_zone: guessTimeZone(),
  }));
  const send = useMutation({
    mutationFn: () => signUp({ ...form, email: form.email.trim(), language }),
  });
  useTitle(send.isSuccess ? t.sent.title : t.signUp.title);
  const fieldProblem = useFieldProblem(send.error);
  const field = (name: keyof typeof form) => ({
    name,
    value: form[name],
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
    error: fieldProblem(name),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  if (send.isSuccess) {
    return (
      <CheckMail text={t.sent.text(form.email.trim())}>
        <Button variant="secondary" onClick={() => send.reset()}>
          {t.sent.again}
        </Button>
      </CheckMail>
    );
  }
  return (
    <>
      <h1>{t.signUp.title}</h1>
      <p className={styles.lead}>{t.signUp.lead}</p>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label={t.signUp.merchant}
          hint={t.signUp.merchantHint}
          autoComplete="organization"
          required
          maxLength={100}
          {...field('merchant_name')}
        />
        <TextField
          label={t.signUp.firstName}
          autoComplete="given-name"
          required
          maxLength={100}
          {...field('first_name')}
        />
        <TextField
          label={t.email}
          type="email"
          inputMode="email"
          autoComplete="username"
          required
          {...field('email')}
        />
        <Password
          label={t.password}
          hint={t.signUp.passwordHint}
          autoComplete="new-password"
          minLength={PASSWORD_MINIMUM}
          {...field('password')}
          onChange={(password) => setForm({ ...form, password })}
        />
        <PasswordStrength
          password={form.password}
          known={[form.merchant_name, form.first_name, form.email]}
        />
        <details className={styles.place}>
          <summary>{t.signUp.place(t.languages[language], form.time_zone)}</summary>
          <div>
            <Select
              label={t.signUp.language}
              value={language}
              onChange={({ target }) => isLanguage(target.value) && void setLanguage(target.value)}
            >
              {LANGUAGES.map((each) => (
                <option key={each} value={each}>
                  {t.languages[each]}
                </option>
              ))}
            </Select>
            <Select label={t.signUp.timeZone} {...field('time_zone')}>
              {timeZones(form.time_zone).map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </Select>
          </div>
        </details>
        <Refusal error={send.error} />
        <Button type="submit" wide busy={send.isPending}>
          {t.signUp.submit}
        </Button>
        <p className={styles.other}>
          {t.signUp.have} <Link to="/sign-in">{t.signUp.signIn}</Link>
        </p>
      </form>
    </>
  );
}
