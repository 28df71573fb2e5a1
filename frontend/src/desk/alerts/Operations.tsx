import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Alert, AlertEntry } from '../../api/alerts';
import { reverse } from '../../api/cards';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { type Column, Table } from '../../ui/Table';
import { useGestureKey } from '../session/gesture';
import { useMay } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Alerts.module.css';
import { alertEntriesQuery } from './queries';
import { texts } from './texts';

const LATE = 60_000;

/** What was given in the hour, and the way to take a line of it back. */
export function Operations({ alert }: { alert: Alert }) {
  const all = useTexts(texts);
  const t = all.one;
  const query = useInfiniteQuery(alertEntriesQuery(alert.id));
  const { time, signed } = useFormats();
  const mayTake = useMay('cards:adjust');
  const [taken, setTaken] = useState('');
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const several = new Set(entries.map(({ program_name }) => program_name)).size > 1;
  const who = ({ customer, number }: AlertEntry) =>
    (customer && [customer.first_name, customer.last_name].filter(Boolean).join(' ')) || number;
  const columns: Column<AlertEntry>[] = [
    {
      key: 'at',
      header: t.at,
      cell: (entry) => (
        <>
          {time(entry.occurred_at)}
          {new Date(entry.recorded_at).getTime() - new Date(entry.occurred_at).getTime() > LATE && (
            <span className={styles.small}>{t.late(time(entry.recorded_at))}</span>
          )}
        </>
      ),
    },
    {
      key: 'card',
      header: t.card,
      cell: (entry) => (
        <>
          {entry.customer ? (
            <Link
              to="/customers/$customerId"
              params={{ customerId: entry.customer.id }}
              search={{ card: entry.card_id }}
            >
              {who(entry)}
            </Link>
          ) : (
            `${t.anonymous}, ${entry.number}`
          )}
          {several && <span className={styles.small}>{entry.program_name}</span>}
        </>
      ),
    },
    {
      key: 'gave',
      header: t.gave,
      align: 'end',
      secondary: 'folded',
      cell: (entry) => (
        <>
          {signed(entry.delta)}
          {entry.kind === 'adjust' && (
            <span className={styles.small}>{entry.reason ?? t.byHand}</span>
          )}
        </>
      ),
    },
    {
      key: 'action',
      header: t.action,
      align: 'end',
      cell: (entry) =>
        entry.reversed ? (
          <Badge>{t.takenBack}</Badge>
        ) : (
          mayTake && (
            <TakeBack
              alert={alert}
              entry={entry}
              who={who(entry)}
              onTaken={() => setTaken(t.tookBack(signed(entry.delta), who(entry)))}
            />
          )
        ),
    },
  ];
  return (
    <Sheet className={settings.section} aria-labelledby="operations">
      <div>
        <h2 id="operations">{t.entries}</h2>
        <p className={settings.lead}>{t.entriesLead}</p>
      </div>
      <StatusLine>{taken}</StatusLine>
      <Loaded query={query} lines={6}>
        {(data) => (
          <>
            <Table
              caption={t.entries}
              columns={columns}
              rows={data.pages.flatMap((page) => page.items)}
              rowKey={(entry) => entry.id}
            />
            <More query={query}>{all.more}</More>
          </>
        )}
      </Loaded>
    </Sheet>
  );
}

interface TakeBackProps {
  alert: Alert;
  entry: AlertEntry;
  who: string;
  onTaken: () => void;
}

function TakeBack({ alert, entry, who, onTaken }: TakeBackProps) {
  const t = useTexts(texts).one;
  const { signed } = useFormats();
  const queries = useQueryClient();
  const keyOf = useGestureKey();
  const take = useMutation({
    mutationFn: () => {
      const body = { entry_id: entry.id };
      return reverse(entry.card_id, body, keyOf(body));
    },
    onSuccess: async () => {
      onTaken();
      await queries.invalidateQueries({ queryKey: alertEntriesQuery(alert.id).queryKey });
    },
  });
  return (
    <>
      <Button
        variant="secondary"
        size="small"
        busy={take.isPending}
        aria-label={t.takeBackOf(signed(entry.delta), who)}
        onClick={() => take.mutate()}
      >
        {t.takeBack}
      </Button>
      <Refusal error={take.error} />
    </>
  );
}
