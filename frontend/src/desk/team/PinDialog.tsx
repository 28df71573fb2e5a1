import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../../api/problems';
import { setPin } from '../../api/team';
import type { Member } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, TextField } from '../../ui/Field';
import settings from '../settings/Settings.module.css';
import { Refusal } from '../shell/states';
import { texts } from './texts';

interface Props {
  member: Member;
  onClose: () => void;
  onDone: () => void;
}

export function PinDialog({ member, onClose, onDone }: Props) {
  const all = useTexts(texts);
  const t = all.pin;
  const [pin, setTyped] = useState('');
  const [shown, setShown] = useState(false);
  const save = useMutation({ mutationFn: () => setPin(member.id, pin), onSuccess: onDone });
  const field = save.error instanceof ApiProblem ? save.error.field('pin') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.title(member.first_name)} closeLabel={all.cancel}>
      <form className={settings.dialogForm} onSubmit={submit}>
        <p>{t.lead}</p>
        <TextField
          data-autofocus
          label={t.pin}
          hint={t.digits}
          type={shown ? 'text' : 'password'}
          inputMode="numeric"
          pattern="[0-9]{4,8}"
          minLength={4}
          maxLength={8}
          autoComplete="off"
          required
          value={pin}
          onChange={(event) => setTyped(event.target.value.replace(/\D/g, ''))}
          error={field && (field.code === 'trivial_pin' ? t.trivial : t.digits)}
        />
        <Choice
          label={t.show}
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        {!field && <Refusal error={save.error} />}
        <div className={settings.actions}>
          <Button variant="secondary" onClick={onClose}>
            {all.cancel}
          </Button>
          <Button type="submit" busy={save.isPending}>
            {t.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
