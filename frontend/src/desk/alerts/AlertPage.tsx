import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Alert, explainAlert, reopenAlert } from '../../api/alerts';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Page } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Alerts.module.css';
import { Operations } from './Operations';
import { alertChanged, alertQuery } from './queries';
import { texts } from './texts';
import { useWords } from './useWords';

const route = getRouteApi('/office/settings/alerts/$alertId');

/** One unusual hour: the figures, the operations behind it, and what the owner makes of it. */
export function AlertPage() {
  const t = useTexts(texts);
  const { alertId } = route.useParams();
  const query = useQuery(alertQuery(alertId));
  return (
    <Loaded query={query} page={t.title} lines={6} missing={t.one.missing}>
      {(alert) => <Shown alert={alert} />}
    </Loaded>
  );
}

function Shown({ alert }: { alert: Alert }) {
  const all = useTexts(texts);
  const t = all.one;
  const words = useWords();
  const { number } = useFormats();
  const facts: [string, string][] = [
    [t.stamps, number(alert.stamps)],
    [t.operations, number(alert.operations)],
    [t.cards, number(alert.cards)],
    [t.usual, alert.usual === null ? t.unknown : number(alert.usual)],
    [t.bound, number(alert.bound)],
  ];
  return (
    <Page
      title={t.title(words.who(alert))}
      lead={words.when(alert)}
      back={{ link: { to: '/settings/alerts' }, label: t.back }}
      beside={
        <Badge tone={alert.state === 'open' ? 'warn' : 'ok'}>
          {alert.state === 'open' ? all.open : all.explained}
        </Badge>
      }
    >
      <div className={styles.alert}>
        <dl className={styles.facts} aria-label={t.facts}>
          {facts.map(([name, value]) => (
            <Sheet as="div" key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Sheet>
          ))}
        </dl>
        <Explanation alert={alert} />
        <Operations alert={alert} />
      </div>
    </Page>
  );
}

function Explanation({ alert }: { alert: Alert }) {
  const t = useTexts(texts).one;
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const mayWrite = useMay('merchant:write');
  const [note, setNote] = useState('');
  const settle = useMutation({
    mutationFn: (explain: boolean) =>
      explain ? explainAlert(alert.id, note.trim()) : reopenAlert(alert.id),
    onSuccess: (answer) => alertChanged(queries, answer),
  });
  const explained = alert.state === 'explained';
  if (!mayWrite && !explained) return null;
  return (
    <Sheet className={settings.section} aria-label={t.note}>
      {explained ? (
        <div>
          <h2>{t.explainedAt(dateTime(alert.explained_at ?? alert.created_at))}</h2>
          <p className={settings.lead}>{alert.note ?? t.noNote}</p>
        </div>
      ) : (
        <form
          className={settings.form}
          onSubmit={(event) => {
            event.preventDefault();
            settle.mutate(true);
          }}
        >
          <TextField
            label={t.note}
            hint={t.noteHint}
            optional={t.optional}
            maxLength={200}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
          <div className={settings.row}>
            <Button type="submit" icon="check" busy={settle.isPending}>
              {t.explain}
            </Button>
          </div>
        </form>
      )}
      <Refusal error={settle.error} />
      <StatusLine>{settle.isSuccess && (explained ? t.done : t.reopened)}</StatusLine>
      {explained && mayWrite && (
        <div className={settings.row}>
          <Button
            variant="secondary"
            icon="undo"
            busy={settle.isPending}
            onClick={() => {
              setNote(alert.note ?? '');
              settle.mutate(false);
            }}
          >
            {t.undo}
          </Button>
        </div>
      )}
    </Sheet>
  );
}
