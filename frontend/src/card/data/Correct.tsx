import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import type { DataApi, MyData } from './api';
import styles from './DataScreen.module.css';
import type { Doing } from './Opened';
import { texts } from './texts';

const FIELDS = [
  { name: 'first_name', autoComplete: 'given-name' },
  { name: 'last_name', autoComplete: 'family-name' },
  { name: 'phone', autoComplete: 'tel', type: 'tel' },
  { name: 'email', autoComplete: 'email', type: 'email' },
] as const;
type Name = (typeof FIELDS)[number]['name'];

interface CorrectProps {
  api: DataApi;
  data: MyData;
  version: string;
  doing: Doing;
}

/** Who one is, to be put right by oneself. */
export function Correct({ api, data, version, doing }: CorrectProps) {
  const t = useTexts(texts);
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  const [wrong, setWrong] = useState<Partial<Record<Name, string>>>({});
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const changes = Object.fromEntries(
      Object.entries(typed).map(([name, value]) => [name, value.trim() || null]),
    );
    setBusy(true);
    setWrong({});
    const sent = api.correct.bind(null, changes, version);
    await doing(t.saved, () =>
      sent().catch((error: unknown) => {
        if (error instanceof ApiProblem) {
          const fields = FIELDS.filter(({ name }) => error.field(name));
          setWrong(Object.fromEntries(fields.map(({ name }) => [name, t.wrong[name]])));
        }
        throw error;
      }),
    );
    setBusy(false);
  };
  return (
    <Sheet aria-labelledby="you-title">
      <form className={styles.part} onSubmit={save} noValidate>
        <h2 id="you-title" className={styles.heading}>
          {t.you}
        </h2>
        {FIELDS.map(({ name, ...input }) => (
          <TextField
            key={name}
            {...input}
            name={name}
            label={t.fields[name]}
            error={wrong[name]}
            maxLength={254}
            value={typed[name] ?? data.customer[name] ?? ''}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        ))}
        <Button
          type="submit"
          wide
          variant="secondary"
          busy={busy}
          disabled={Object.keys(typed).length === 0}
        >
          {t.save}
        </Button>
      </form>
    </Sheet>
  );
}
