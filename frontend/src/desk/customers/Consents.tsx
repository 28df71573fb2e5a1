import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { recordConsent } from '../../api/customers';
import type { Consent, ConsentPurpose } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Consents.module.css';
import page from './CustomerPage.module.css';
import { consentsQuery } from './queries';
import { texts } from './texts';

const PURPOSES: readonly ConsentPurpose[] = ['marketing_email', 'marketing_sms'];

/** What the customer allows. Withdrawing takes exactly as many clicks as giving. */
export function Consents({ customerId }: { customerId: string }) {
  const t = useTexts(texts).consents;
  const { date, dateTime } = useFormats();
  const mayWrite = useMay('customers:write');
  const queries = useQueryClient();
  const query = useQuery(consentsQuery(customerId));
  const record = useMutation({
    mutationFn: (consent: { purpose: ConsentPurpose; granted: boolean }) =>
      recordConsent(customerId, consent),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['customers', customerId] }),
  });
  return (
    <Sheet className={page.panel} aria-labelledby="consents">
      <h2 id="consents">{t.title}</h2>
      <p className={page.hint}>{t.hint}</p>
      <Loaded query={query} lines={2}>
        {(events) => (
          <>
            <ul className={styles.list}>
              {PURPOSES.map((purpose) => {
                const latest = latestOf(events, purpose);
                const granted = latest?.granted ?? false;
                const name = t.purposes[purpose];
                return (
                  <li key={purpose}>
                    <div>
                      <p className={styles.name}>{name}</p>
                      <p className={styles.state}>
                        {!latest
                          ? t.never
                          : (granted ? t.given : t.withdrawn)(date(latest.created_at))}
                      </p>
                    </div>
                    {mayWrite && (
                      <Button
                        size="small"
                        variant="secondary"
                        aria-label={granted ? t.withdrawFor(name) : t.giveFor(name)}
                        busy={record.isPending && record.variables.purpose === purpose}
                        onClick={() => record.mutate({ purpose, granted: !granted })}
                      >
                        {granted ? t.withdraw : t.give}
                      </Button>
                    )}
                  </li>
                );
              })}
            </ul>
            <Refusal error={record.error} />
            {events.length > 0 && (
              <details>
                <summary className={styles.summary}>{t.history(events.length)}</summary>
                <ol className={styles.history}>
                  {events.map((event) => (
                    <li key={event.id}>
                      <Badge tone={event.granted ? 'ok' : 'plain'}>
                        {event.granted ? t.historyGiven : t.historyWithdrawn}
                      </Badge>
                      <span>
                        {t.purposes[event.purpose]}
                        <small>
                          <time dateTime={event.created_at}>{dateTime(event.created_at)}</time>
                          {', '}
                          {t.channels[event.channel] ?? event.channel}
                          {', '}
                          {t.version(event.text_version)}
                        </small>
                      </span>
                    </li>
                  ))}
                </ol>
              </details>
            )}
          </>
        )}
      </Loaded>
    </Sheet>
  );
}

/** Events come newest first; the newest of a purpose counts. */
export function latestOf(events: readonly Consent[], purpose: ConsentPurpose): Consent | undefined {
  return events.find((event) => event.purpose === purpose);
}
