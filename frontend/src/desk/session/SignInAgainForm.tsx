import { type FormEvent, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button, ButtonLink } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Password } from '../auth/Password';
import { texts } from '../auth/texts';
import { Refusal } from '../shell/states';
import { useSignIn } from './useSignIn';

interface Props {
  email: string;
  onDone: () => void;
  onLater: () => void;
}

/** Asks for the password only: another person would not find the typed things theirs. */
export function SignInAgainForm({ email, onDone, onLater }: Props) {
  const t = useTexts(texts);
  const [password, setPassword] = useState('');
  const signIn = useSignIn(onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    signIn.mutate({ email, password });
  };
  return (
    <Dialog open onClose={onLater} title={t.again.title} closeLabel={t.again.later}>
      <p>{t.again.text}</p>
      <form onSubmit={submit} style={{ display: 'grid', gap: 'var(--space-4)' }}>
        <p>
          <strong>{email}</strong>
        </p>
        <input type="hidden" autoComplete="username" value={email} />
        <Password
          data-autofocus
          label={t.password}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Refusal error={signIn.error} />
        <Button type="submit" wide busy={signIn.isPending}>
          {t.signIn.submit}
        </Button>
      </form>
      <ButtonLink href="/sign-in" variant="quiet">
        {t.again.other}
      </ButtonLink>
    </Dialog>
  );
}
