import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addPasskey, beginPasskey, removePasskey } from '../../api/secondFactor';
import type { Passkey } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { createPasskey, PasskeyRefused, passkeysSupported } from '../../secondFactor/webauthn';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import settings from '../settings/Settings.module.css';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ByPassword } from './ByPassword';
import styles from './SecondFactor.module.css';
import { texts } from './texts';

interface PasskeysProps {
  passkeys: readonly Passkey[];
  onChanged: (said: string, codes?: readonly string[]) => void;
}

export function Passkeys({ passkeys, onChanged }: PasskeysProps) {
  const t = useTexts(texts).passkeys;
  const { date } = useFormats();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const supported = passkeysSupported();
  return (
    <div className={styles.part}>
      <div className={settings.head}>
        <div>
          <h3>{t.title}</h3>
          <p className={settings.lead}>{t.lead}</p>
          {!supported && <p className={settings.lead}>{t.unsupported}</p>}
        </div>
        {supported && (
          <Button variant="secondary" size="small" icon="plus" onClick={() => setAdding(true)}>
            {t.add}
          </Button>
        )}
      </div>
      {passkeys.length > 0 && (
        <ul className={settings.list}>
          {passkeys.map((passkey) => (
            <li key={passkey.id} className={settings.item}>
              <div>
                <p className={settings.name}>{passkey.name}</p>
                <p className={settings.details}>{t.since(date(passkey.created_at))}</p>
              </div>
              <Button
                variant="danger"
                size="small"
                aria-label={t.removeOf(passkey.name)}
                onClick={() => setRemoving(passkey)}
              >
                {t.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <NewPasskey
          onClose={() => setAdding(false)}
          onDone={(name, codes) => {
            setAdding(false);
            onChanged(t.added(name), codes);
          }}
        />
      )}
      {removing && (
        <ByPassword
          title={t.removeTitle(removing.name)}
          submit={t.remove}
          danger
          act={(password) => removePasskey(removing, password)}
          onClose={() => setRemoving(null)}
          onDone={() => {
            setRemoving(null);
            onChanged(t.removed(removing.name));
          }}
        />
      )}
    </div>
  );
}

interface NewPasskeyProps {
  onClose: () => void;
  onDone: (name: string, codes: readonly string[]) => void;
}

function NewPasskey({ onClose, onDone }: NewPasskeyProps) {
  const all = useTexts(texts);
  const t = all.passkeys;
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: async () => {
      const { challenge, options } = await beginPasskey();
      const credential = await createPasskey(options);
      return addPasskey({ challenge, credential, name: name.trim() });
    },
    onSuccess: ({ recovery_codes }) => onDone(name.trim(), recovery_codes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    add.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.add} closeLabel={all.cancel}>
      <form className={settings.dialogForm} onSubmit={submit}>
        <TextField
          data-autofocus
          label={t.name}
          hint={t.nameHint}
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {add.error instanceof PasskeyRefused ? (
          <Banner tone="warn" role="alert">
            <p>{t.refused}</p>
          </Banner>
        ) : (
          <Refusal error={add.error} />
        )}
        <div className={settings.actions}>
          <Button variant="secondary" onClick={onClose}>
            {all.cancel}
          </Button>
          <Button type="submit" icon="key" busy={add.isPending}>
            {t.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
