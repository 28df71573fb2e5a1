import { type FormEvent, useState } from 'react';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Requests.module.css';
import { texts } from './texts';
import { useStep } from './useStep';

/** By a code to the address that is known, or by a member's own eyes. */
export function Identify({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).step;
  const [code, setCode] = useState('');
  const send = useStep(request, 'identification-codes');
  const identify = useStep(request, 'identification');
  const sent = request.code_expires_at !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    identify.mutate({ by: 'code', code: code.trim() });
  };
  return (
    <>
      <p>{t.identify}</p>
      {sent && (
        <form className={styles.form} onSubmit={submit}>
          <p role="status">{t.codeSent}</p>
          <TextField
            label={t.code}
            inputMode="numeric"
            autoComplete="off"
            pattern="\s*\d{6}\s*"
            maxLength={8}
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <div className={styles.actions}>
            <Button type="submit" busy={identify.isPending}>
              {t.checkCode}
            </Button>
          </div>
        </form>
      )}
      <Refusal error={identify.error ?? send.error} />
      <div className={styles.actions}>
        <Button
          variant={sent ? 'secondary' : 'primary'}
          busy={identify.isPending}
          icon="eye"
          onClick={() => identify.mutate({ by: 'counter' })}
        >
          {t.atCounter}
        </Button>
        {request.answered_by_mail && (
          <Button
            variant="secondary"
            icon="mail"
            busy={send.isPending}
            onClick={() => send.mutate(undefined)}
          >
            {t.sendCode}
          </Button>
        )}
      </div>
    </>
  );
}
