import { type FormEvent, useState } from 'react';
import { pairDevice } from '../../api/device';
import type { DeviceView } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { deviceTexts } from './deviceTexts';
import styles from './SignIn.module.css';

interface PairingProps {
  onPaired: (device: DeviceView) => void;
  onBack: () => void;
}

/** Makes this browser a counter of one place, by the code that the desk shows. */
export function Pairing({ onPaired, onBack }: PairingProps) {
  const t = useTexts(deviceTexts);
  const { language } = useLanguage();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      onPaired(await pairDevice(code.trim()));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {error !== null && (
        <Banner tone="danger" role="alert">
          {problemText(error, language)}
        </Banner>
      )}
      <TextField
        label={t.code}
        hint={t.codeHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        minLength={8}
        maxLength={20}
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" size="large" wide busy={busy}>
        {t.submit}
      </Button>
      <div className={styles.links}>
        <Button variant="quiet" onClick={onBack}>
          {t.back}
        </Button>
      </div>
    </form>
  );
}
