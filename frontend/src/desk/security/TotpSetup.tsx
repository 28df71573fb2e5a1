import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isProblem } from '../../api/problems';
import { beginTotp, confirmTotp } from '../../api/secondFactor';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import settings from '../settings/Settings.module.css';
import { CopyLine } from '../shell/CopyLine';
import { QrCode } from '../shell/QrCode';
import { Loaded, Refusal } from '../shell/states';
import styles from './SecondFactor.module.css';
import { texts } from './texts';

interface Props {
  onClose: () => void;
  /** The recovery codes, if these are the first. */
  onDone: (codes: readonly string[]) => void;
}

export function TotpSetup({ onClose, onDone }: Props) {
  const all = useTexts(texts);
  const t = all.totp;
  const [code, setCode] = useState('');
  // A secret of its own for every time the dialog is opened.
  const query = useQuery({
    queryKey: ['totp-secret'],
    queryFn: beginTotp,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: () => confirmTotp(code.replace(/\s/g, '')),
    onSuccess: ({ recovery_codes }) => onDone(recovery_codes),
  });
  const wrong = isProblem(confirm.error, 'INVALID_SECOND_FACTOR');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    confirm.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.title} closeLabel={all.cancel}>
      <Loaded query={query} lines={5}>
        {({ secret, otpauth_uri }) => (
          <form className={settings.dialogForm} onSubmit={submit}>
            <div>
              <h3>{t.scan}</h3>
              <p className={settings.lead}>{t.scanText}</p>
            </div>
            <div className={styles.qr}>
              <QrCode text={otpauth_uri} label={t.qr} />
            </div>
            <div>
              <p className={settings.lead}>{t.secret}</p>
              <CopyLine value={secret} label={t.secret} copy={t.copy} copied={t.copied} whole />
            </div>
            <TextField
              data-autofocus
              label={t.code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={8}
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
              error={wrong ? t.wrong : undefined}
            />
            {!wrong && <Refusal error={confirm.error} />}
            <div className={settings.actions}>
              <Button variant="secondary" onClick={onClose}>
                {all.cancel}
              </Button>
              <Button type="submit" busy={confirm.isPending}>
                {t.confirm}
              </Button>
            </div>
          </form>
        )}
      </Loaded>
    </Dialog>
  );
}
