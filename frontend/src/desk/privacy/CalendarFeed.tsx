import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  makeCalendarAddress,
  type RequestCalendar,
  revokeCalendarAddress,
} from '../../api/requestCalendar';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { CopyLine } from '../shell/CopyLine';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './PrivacySettings.module.css';
import { calendarQuery } from './queries';
import { settingsTexts } from './settingsTexts';

/** The deadlines in one's own calendar program, by an address that is a secret. */
export function CalendarFeed() {
  const t = useTexts(settingsTexts).feed;
  const query = useQuery(calendarQuery);
  return (
    <Sheet className={styles.section} aria-labelledby="feed">
      <div>
        <h2 id="feed">{t.title}</h2>
        <p className={styles.lead}>{t.lead}</p>
      </div>
      <Loaded query={query} lines={2}>
        {(calendar) => <Address calendar={calendar} />}
      </Loaded>
    </Sheet>
  );
}

function Address({ calendar }: { calendar: RequestCalendar }) {
  const t = useTexts(settingsTexts).feed;
  const { date } = useFormats();
  const queries = useQueryClient();
  const mayWrite = useMay('privacy:write');
  const [asking, setAsking] = useState<'renew' | 'revoke' | null>(null);
  const again = async () => {
    setAsking(null);
    await queries.invalidateQueries(calendarQuery);
  };
  const make = useMutation({ mutationFn: makeCalendarAddress, onSuccess: again });
  const revoke = useMutation({
    mutationFn: revokeCalendarAddress,
    onSuccess: async () => {
      make.reset();
      await again();
    },
  });
  const madeAt = calendar.feed_made_at;
  const doing = asking === 'renew' ? make : revoke;
  return (
    <>
      <p>{madeAt ? t.made(date(madeAt)) : t.none}</p>
      {make.data && (
        <div>
          <CopyLine value={make.data} label={t.label} copy={t.copy} copied={t.copied} />
          <p className={styles.lead}>{t.once}</p>
        </div>
      )}
      {!asking && <Refusal error={make.error ?? revoke.error} />}
      {mayWrite && (
        <div className={styles.row}>
          {madeAt ? (
            <>
              <Button variant="secondary" icon="refresh" onClick={() => setAsking('renew')}>
                {t.renew}
              </Button>
              <Button variant="secondary" icon="trash" onClick={() => setAsking('revoke')}>
                {t.revoke}
              </Button>
            </>
          ) : (
            <Button
              variant="secondary"
              icon="calendar"
              busy={make.isPending}
              onClick={() => make.mutate()}
            >
              {t.make}
            </Button>
          )}
        </div>
      )}
      <StatusLine>{revoke.isSuccess && !madeAt && t.revoked}</StatusLine>
      {asking && (
        <Dialog
          open
          onClose={() => setAsking(null)}
          title={asking === 'renew' ? t.renewTitle : t.revokeTitle}
          closeLabel={t.cancel}
          actions={
            <>
              <Button variant="secondary" onClick={() => setAsking(null)}>
                {t.cancel}
              </Button>
              <Button variant="danger" busy={doing.isPending} onClick={() => doing.mutate()}>
                {asking === 'renew' ? t.renew : t.revoke}
              </Button>
            </>
          }
        >
          <p>{t.renewText}</p>
          <Refusal error={doing.error} />
        </Dialog>
      )}
    </>
  );
}
