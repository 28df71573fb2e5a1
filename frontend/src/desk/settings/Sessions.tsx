import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { endOtherSessions, endSession } from '../../api/accounts';
import type { Session } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { deviceOf } from './device';
import { sessionsQuery } from './queries';
import styles from './Settings.module.css';
import { texts } from './texts';

export function Sessions() {
  const t = useTexts(texts).sessions;
  const queries = useQueryClient();
  const query = useQuery(sessionsQuery);
  const [line, setLine] = useState('');
  const end = useMutation({
    mutationFn: (id: string | null) => (id ? endSession(id) : endOtherSessions()),
    onSuccess: (_nothing, id) => {
      setLine(id ? t.revoked : t.othersDone);
      return queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const ending = end.isPending ? end.variables : undefined;
  return (
    <Sheet className={styles.section} aria-labelledby="sessions">
      <div>
        <h2 id="sessions">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <StatusLine>{line}</StatusLine>
      <Refusal error={end.error} />
      <Loaded query={query} lines={3}>
        {(sessions) => (
          <>
            <ul className={styles.list}>
              {[...sessions]
                .sort((a, b) => Number(b.current) - Number(a.current))
                .map((session) => (
                  <Line
                    key={session.id}
                    session={session}
                    busy={ending === session.id}
                    onEnd={() => end.mutate(session.id)}
                  />
                ))}
            </ul>
            {sessions.some((session) => !session.current) ? (
              <div>
                <Button
                  variant="danger"
                  size="small"
                  busy={ending === null}
                  onClick={() => end.mutate(null)}
                >
                  {t.others}
                </Button>
              </div>
            ) : (
              <p className={styles.lead}>{t.alone}</p>
            )}
          </>
        )}
      </Loaded>
    </Sheet>
  );
}

interface LineProps {
  session: Session;
  busy: boolean;
  onEnd: () => void;
}

function Line({ session, busy, onEnd }: LineProps) {
  const t = useTexts(texts).sessions;
  const { ago, date } = useFormats();
  const device = deviceOf(session.user_agent);
  const name = device ? t.device(device.browser, device.system) : t.unknown;
  return (
    <li className={styles.item}>
      <div>
        <p className={styles.name} title={session.user_agent ?? undefined}>
          {name}
          {session.current && <Badge tone="ok">{t.current}</Badge>}
        </p>
        <p className={styles.details}>
          {t.opened(ago(session.created_at))}, {t.expires(date(session.expires_at))}
        </p>
      </div>
      {!session.current && (
        <Button
          variant="secondary"
          size="small"
          busy={busy}
          aria-label={t.revokeOf(name)}
          onClick={onEnd}
        >
          {t.revoke}
        </Button>
      )}
    </li>
  );
}
