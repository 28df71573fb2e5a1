import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type CampaignSettings, setCampaignSettings } from '../../api/campaigns';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Select, TextField } from '../../ui/Field';
import { Loaded, Refusal } from '../shell/states';
import styles from './Campaigns.module.css';
import { rhythmQuery } from './queries';
import { texts } from './texts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function RhythmDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts).rhythm;
  const query = useQuery(rhythmQuery);
  return (
    <Dialog open onClose={onClose} title={t.title} closeLabel={t.close}>
      <p>{t.text}</p>
      <Loaded query={query} lines={3}>
        {(known) => <Form known={known} onDone={onClose} />}
      </Loaded>
    </Dialog>
  );
}

function Form({ known, onDone }: { known: Versioned<CampaignSettings>; onDone: () => void }) {
  const t = useTexts(texts).rhythm;
  const queries = useQueryClient();
  const [form, setForm] = useState<CampaignSettings>(known.data);
  const save = useMutation({
    mutationFn: () => setCampaignSettings(known.etag, form),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: rhythmQuery.queryKey });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const hour = (name: 'quiet_from' | 'quiet_until') => ({
    value: form[name] ?? 0,
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: Number(event.target.value) }),
    children: HOURS.map((each) => (
      <option key={each} value={each}>
        {t.hour(each)}
      </option>
    )),
  });
  return (
    <form className={styles.stack} onSubmit={submit}>
      <TextField
        label={t.days}
        type="number"
        inputMode="numeric"
        min={1}
        max={90}
        required
        value={form.days_between}
        onChange={(event) => setForm({ ...form, days_between: Number(event.target.value) })}
      />
      <div className={styles.pair}>
        <Select label={t.from} {...hour('quiet_from')} />
        <Select label={t.until} {...hour('quiet_until')} />
      </div>
      <p className={styles.hint}>{t.never}</p>
      <Refusal error={save.error} />
      <div className={styles.actions}>
        <Button type="submit" busy={save.isPending}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}
