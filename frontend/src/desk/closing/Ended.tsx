import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { type Closure, reopenMerchant, waiveTakeout } from '../../api/closure';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import styles from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { closureQuery } from './queries';
import { texts } from './texts';

const Confirm = lazy(async () => ({ default: (await import('./Confirm')).Confirm }));

/** Until when what, and the two ways on: back, or to the end. */
export function Ended() {
  const t = useTexts(texts);
  const query = useQuery(closureQuery);
  return (
    <Sheet className={styles.section} aria-labelledby="shop-ended">
      <h2 id="shop-ended">{t.ended.title}</h2>
      <Loaded query={query} lines={4}>
        {(closure) => (closure.state === 'ended' ? <Open closure={closure} /> : <p>{t.going}</p>)}
      </Loaded>
    </Sheet>
  );
}

function Open({ closure }: { closure: Closure }) {
  const t = useTexts(texts).ended;
  const { date } = useFormats();
  const queries = useQueryClient();
  const [purging, setPurging] = useState(false);
  const reopen = useMutation({
    mutationFn: reopenMerchant,
    onSuccess: () => queries.invalidateQueries(),
  });
  const isReturned = closure.taken_out || closure.waived_at !== null;
  return (
    <>
      <p className={styles.lead}>
        {t.text(date(closure.ended_at ?? ''), date(closure.due_at ?? ''))}
      </p>
      <Refusal error={reopen.error} />
      <div>
        <Button icon="undo" busy={reopen.isPending} onClick={() => reopen.mutate()}>
          {t.reopen}
        </Button>
      </div>
      <div>
        <h3>{t.earlier}</h3>
        <p className={styles.lead}>
          {closure.taken_out ? t.taken : closure.waived_at ? t.waived : t.first}
        </p>
      </div>
      {!isReturned && <Waiver words={closure.words} />}
      {isReturned && (
        <div>
          <Button variant="danger" icon="trash" onClick={() => setPurging(true)}>
            {t.purge}
          </Button>
        </div>
      )}
      {purging && (
        <Suspense>
          <Confirm act="purge" onClose={() => setPurging(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Typed and not ticked: one has to want it. */
function Waiver({ words }: { words: Record<string, string> }) {
  const t = useTexts(texts).ended;
  const { language } = useLanguage();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const waive = useMutation({
    mutationFn: () => waiveTakeout(typed),
    onSuccess: (closure) => queries.setQueryData(closureQuery.queryKey, closure),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    waive.mutate();
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={t.waive}
        hint={t.sentence(words[language] ?? '')}
        value={typed}
        required
        onChange={(event) => setTyped(event.target.value)}
      />
      <Refusal error={waive.error} />
      <Button type="submit" variant="secondary" busy={waive.isPending}>
        {t.confirmWaiver}
      </Button>
    </form>
  );
}
