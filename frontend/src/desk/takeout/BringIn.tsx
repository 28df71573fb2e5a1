import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/problems';
import { type Intake, sendIntake } from '../../api/takeouts';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { Sheet } from '../../ui/Sheet';
import drop from '../imports/Imports.module.css';
import styles from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { intakesQuery } from './queries';
import { texts } from './texts';

const TONE: Record<Intake['status'], Tone> = { running: 'info', done: 'ok', failed: 'danger' };

/** From another host, into a shop that is still empty. */
export function BringIn() {
  const t = useTexts(texts).in;
  const queries = useQueryClient();
  const [sent, setSent] = useState(0);
  const query = useQuery(intakesQuery);
  const send = useMutation({
    mutationFn: (file: File) => sendIntake(file, setSent),
    onSuccess: () => queries.invalidateQueries(intakesQuery),
  });
  const isDone = query.data?.[0]?.status === 'done';
  useEffect(() => {
    // Nothing of the empty shop is left on any screen.
    if (isDone)
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'intakes' });
  }, [isDone, queries]);
  return (
    <Sheet className={styles.section} aria-labelledby="bring-in">
      <div>
        <h2 id="bring-in">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
        <p className={styles.lead}>
          {t.empty} {t.whole}
        </p>
      </div>
      <Loaded query={query} lines={1}>
        {(intakes) =>
          intakes.length > 0 && (
            <ul className={styles.list} aria-label={t.list}>
              {intakes.map((intake) => (
                <Line key={intake.id} intake={intake} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div role="status">
        {send.isPending && (
          <>
            <p className={styles.lead}>{t.sending(send.variables.name)}</p>
            <progress
              className={drop.progress}
              aria-label={t.sending(send.variables.name)}
              value={sent}
            />
          </>
        )}
      </div>
      <Refusal error={send.error} />
      <div>
        <label className={drop.choose}>
          <input
            type="file"
            accept=".zip,application/zip"
            className="visually-hidden"
            disabled={send.isPending}
            onChange={({ target }) => {
              const file = target.files?.[0];
              setSent(0);
              if (file) send.mutate(file);
              target.value = '';
            }}
          />
          <span>{t.choose}</span>
        </label>
      </div>
    </Sheet>
  );
}

function Line({ intake }: { intake: Intake }) {
  const t = useTexts(texts).in;
  const { language } = useLanguage();
  const { dateTime } = useFormats();
  const { status, problem } = intake;
  return (
    <li className={styles.item}>
      <div>
        <p className={styles.name} role={status === 'running' ? 'status' : undefined}>
          {t.when(dateTime(intake.created_at))}
          <Badge tone={TONE[status]}>{t.states[status]}</Badge>
        </p>
        <p className={styles.details}>
          {status === 'running' && t.running}
          {status === 'done' && t.done(intake.rows ?? 0)}
          {problem &&
            problemText(new ApiProblem({ status: 409, code: problem, detail: problem }), language)}
        </p>
      </div>
      {status === 'done' && <Link to="/customers">{t.toCustomers}</Link>}
    </li>
  );
}
