import { type FormEvent, useState } from 'react';
import type { ConsentPurpose, NewConsent } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet, TextField } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './CustomerFields.module.css';
import { texts } from './texts';

interface GiveConsentProps {
  purpose: ConsentPurpose;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onGive: (consent: NewConsent) => void;
}

/** A consent is worth its proof, so that is asked with it. */
export function GiveConsent({ purpose, busy, error, onClose, onGive }: GiveConsentProps) {
  const t = useTexts(texts);
  const [basis, setBasis] = useState<'consent' | 'soft_opt_in'>('consent');
  const [source, setSource] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onGive({ purpose, granted: true, basis, source: source.trim() || null });
  };
  return (
    <Dialog open onClose={onClose} title={t.consents.purposes[purpose]} closeLabel={t.form.cancel}>
      <form className={styles.form} onSubmit={submit}>
        <FieldSet legend={t.consents.basis}>
          <div>
            {(['consent', 'soft_opt_in'] as const).map((each) => (
              <Choice
                key={each}
                type="radio"
                name="basis"
                label={t.consents.bases[each][0]}
                hint={t.consents.bases[each][1]}
                checked={basis === each}
                onChange={() => setBasis(each)}
              />
            ))}
          </div>
        </FieldSet>
        <TextField
          label={t.consents.proof}
          hint={t.consents.proofHint}
          optional={t.form.optional}
          maxLength={200}
          value={source}
          onChange={(event) => setSource(event.target.value)}
        />
        <Refusal error={error} />
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.consents.cancel}
          </Button>
          <Button type="submit" busy={busy}>
            {t.consents.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
