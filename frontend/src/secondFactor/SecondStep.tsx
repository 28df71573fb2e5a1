import { type FormEvent, useState } from 'react';
import { isProblem } from '../api/problems';
import { type Proof, proveSecondFactor } from '../api/secondFactor';
import type { Me } from '../api/types';
import { useLanguage, useTexts } from '../i18n/LanguageProvider';
import { problemText } from '../i18n/problemText';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import type { Challenge, Method } from './challenge';
import styles from './SecondStep.module.css';
import { texts } from './texts';
import { PasskeyRefused, passkeysSupported, presentPasskey } from './webauthn';

interface SecondStepProps {
  asked: Challenge;
  onIn: (me: Me) => void;
  /** Back to the password: the challenge lasts for minutes only. */
  onBack: () => void;
}

/** After the password: a code, a passkey, or one of the codes kept for bad days. */
export function SecondStep({ asked, onIn, onBack }: SecondStepProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const ways = asked.methods.filter((each) => each !== 'passkey' || passkeysSupported());
  const [way, setWay] = useState<Method>(ways[0] ?? 'recovery_code');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const prove = async (proof: () => Promise<Proof>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      onIn(await proveSecondFactor(asked.challenge, await proof()));
    } catch (problem) {
      setError(problem);
      setCode('');
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const typed = code.replace(/\s/g, '');
    void prove(async () => {
      if (way === 'passkey') {
        return { credential: await presentPasskey(asked.passkey_options ?? {}) };
      }
      return way === 'totp' ? { code: typed } : { recovery_code: typed };
    });
  };
  const others: [Method, string][] = [
    ['totp', t.useCode],
    ['passkey', t.passkey],
    ['recovery_code', t.useRecovery],
  ];
  return (
    <form className={styles.form} onSubmit={submit}>
      {error !== null && (
        <Banner
          tone="danger"
          role="alert"
          action={
            isProblem(error, 'CHALLENGE_EXPIRED') && (
              <Button variant="secondary" onClick={onBack}>
                {t.back}
              </Button>
            )
          }
        >
          <p>{error instanceof PasskeyRefused ? t.refused : problemText(error, language)}</p>
        </Banner>
      )}
      {way === 'passkey' ? (
        <p>{t.passkeyLead}</p>
      ) : (
        <TextField
          key={way}
          data-autofocus
          autoFocus
          label={way === 'totp' ? t.code : t.recovery}
          hint={way === 'totp' ? t.codeHint : t.recoveryHint}
          inputMode={way === 'totp' ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={way === 'totp' ? 8 : 30}
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <Button type="submit" wide size="large" busy={busy}>
        {way === 'passkey' ? t.passkey : t.submit}
      </Button>
      <div className={styles.ways}>
        {others
          .filter(([each]) => each !== way && ways.includes(each))
          .map(([each, label]) => (
            <Button
              key={each}
              variant="quiet"
              onClick={() => {
                setWay(each);
                setError(null);
              }}
            >
              {label}
            </Button>
          ))}
        <Button variant="quiet" onClick={onBack}>
          {t.back}
        </Button>
      </div>
    </form>
  );
}
