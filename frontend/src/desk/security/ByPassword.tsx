import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Password } from '../auth/Password';
import { useMe } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Refusal } from '../shell/states';
import { texts } from './texts';

interface ByPasswordProps<T> {
  title: string;
  text?: string;
  submit: string;
  danger?: boolean;
  act: (password: string) => Promise<T>;
  onClose: () => void;
  onDone: (answer: T) => void;
}

/** What weakens an account asks for its password, so that an open desk is not enough. */
export function ByPassword<T>(props: ByPasswordProps<T>) {
  const { title, text, submit, danger = false, act, onClose, onDone } = props;
  const t = useTexts(texts);
  const { user } = useMe();
  const [password, setPassword] = useState('');
  const going = useMutation({ mutationFn: () => act(password), onSuccess: onDone });
  const wrong = isProblem(going.error, 'WRONG_PASSWORD');
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    going.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={t.cancel}>
      <form className={settings.dialogForm} onSubmit={send}>
        {text && <p>{text}</p>}
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
        <Password
          data-autofocus
          label={t.password}
          hint={t.passwordText}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={wrong ? t.wrongPassword : undefined}
        />
        {!wrong && <Refusal error={going.error} />}
        <div className={settings.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={going.isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
