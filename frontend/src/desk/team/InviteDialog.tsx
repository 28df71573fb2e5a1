import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { invite } from '../../api/team';
import type { Language, Role } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { LANGUAGES } from '../../i18n/language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Select, TextField } from '../../ui/Field';
import settings from '../settings/Settings.module.css';
import { texts as settingsTexts } from '../settings/texts';
import { useFieldProblem } from '../shell/fieldProblem';
import { Refusal } from '../shell/states';
import { Places } from './places';
import { RoleChoice } from './RoleChoice';
import { texts } from './texts';

interface Props {
  onClose: () => void;
  onSent: (email: string) => void;
}

export function InviteDialog({ onClose, onSent }: Props) {
  const all = useTexts(texts);
  const t = all.invitations;
  const languages = useTexts(settingsTexts).languages;
  const { language: spoken } = useLanguage();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('cashier');
  const [language, setLanguage] = useState<Language>(spoken);
  const [places, setPlaces] = useState<string[]>([]);
  const send = useMutation({
    mutationFn: () => invite({ email: email.trim(), role, language, location_ids: places }),
    onSuccess: () => onSent(email.trim()),
  });
  const fieldProblem = useFieldProblem(send.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Dialog open wide onClose={onClose} title={t.invite} closeLabel={all.cancel}>
      <form className={settings.dialogForm} onSubmit={submit}>
        <TextField
          data-autofocus
          label={t.email}
          hint={t.emailHint}
          type="email"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={fieldProblem('email')}
        />
        <RoleChoice role={role} onChange={setRole} />
        <Places chosen={places} onChange={setPlaces} />
        <Select
          label={t.language}
          value={language}
          onChange={(event) => setLanguage(event.target.value as Language)}
        >
          {LANGUAGES.map((each) => (
            <option key={each} value={each}>
              {languages[each]}
            </option>
          ))}
        </Select>
        <Refusal error={send.error} />
        <div className={settings.actions}>
          <Button variant="secondary" onClick={onClose}>
            {all.cancel}
          </Button>
          <Button type="submit" icon="mail" busy={send.isPending}>
            {t.send}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
