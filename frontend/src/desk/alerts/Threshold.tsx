import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type AlertSettings, setAlertSettings } from '../../api/alerts';
import type { Versioned } from '../../api/versioned';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Choice, Select, TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { alertSettingsQuery } from './queries';
import { texts } from './texts';

const TIMES = [2, 3, 4, 5, 6, 8, 10];

export function Threshold() {
  const t = useTexts(texts).settings;
  const query = useQuery(alertSettingsQuery);
  return (
    <Sheet className={settings.section} aria-labelledby="threshold">
      <div>
        <h2 id="threshold">{t.title}</h2>
        <p className={settings.lead}>{t.lead}</p>
        <p className={settings.lead}>{t.team}</p>
      </div>
      <Loaded query={query} lines={4}>
        {(known) => <Form known={known} />}
      </Loaded>
    </Sheet>
  );
}

function Form({ known }: { known: Versioned<AlertSettings> }) {
  const t = useTexts(texts).settings;
  const mayWrite = useMay('merchant:write');
  const queries = useQueryClient();
  const [form, setForm] = useState<AlertSettings>(known.data);
  const save = useMutation({
    mutationFn: () => setAlertSettings(known.etag, form),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const change = (part: Partial<AlertSettings>) => {
    save.reset();
    setForm({ ...form, ...part });
  };
  const times = TIMES.includes(form.times_usual) ? TIMES : [...TIMES, form.times_usual];
  return (
    <form className={settings.form} onSubmit={submit}>
      <Choice
        label={t.watching}
        checked={form.watching}
        disabled={!mayWrite}
        onChange={({ target }) => change({ watching: target.checked })}
      />
      <Choice
        label={t.byMail}
        hint={t.byMailHint}
        checked={form.by_mail}
        disabled={!mayWrite || !form.watching}
        onChange={({ target }) => change({ by_mail: target.checked })}
      />
      <TextField
        label={t.least}
        hint={t.leastHint}
        type="number"
        inputMode="numeric"
        min={5}
        max={1000}
        required
        disabled={!mayWrite || !form.watching}
        value={form.least_stamps || ''}
        onChange={({ target }) => change({ least_stamps: Number(target.value) })}
      />
      <Select
        label={t.times}
        disabled={!mayWrite || !form.watching}
        value={form.times_usual}
        onChange={({ target }) => change({ times_usual: Number(target.value) })}
      >
        {times.map((each) => (
          <option key={each} value={each}>
            {t.timesOption(each)}
          </option>
        ))}
      </Select>
      <Refusal error={save.error} />
      {mayWrite ? (
        <div className={settings.row}>
          <Button type="submit" busy={save.isPending}>
            {t.save}
          </Button>
        </div>
      ) : (
        <p className={settings.lead}>{t.owner}</p>
      )}
      <StatusLine>{save.isSuccess && t.saved}</StatusLine>
    </form>
  );
}
