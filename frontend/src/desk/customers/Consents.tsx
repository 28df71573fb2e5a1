import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { recordConsent } from '../../api/customers';
import type { Consent, ConsentPurpose, Customer, NewConsent } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ConsentHistory } from './ConsentHistory';
import styles from './Consents.module.css';
import page from './CustomerPage.module.css';
import { GiveConsent } from './GiveConsent';
import { consentsQuery } from './queries';
import { texts } from './texts';
import { useBar } from './useBar';

const BAR = 'consents-bar';
const PURPOSES: readonly ConsentPurpose[] = ['marketing_email', 'marketing_sms', 'marketing_post'];

/** What the customer allows, one use beside the other. Withdrawing is never harder than giving. */
export function Consents({ customer }: { customer: Customer }) {
  const t = useTexts(texts).consents;
  const queries = useQueryClient();
  const mayWrite = useMay('customers:write');
  const query = useQuery(consentsQuery(customer.id));
  const [giving, setGiving] = useState<ConsentPurpose | null>(null);
  const record = useMutation({
    mutationFn: (consent: NewConsent) => recordConsent(customer.id, consent),
    onSuccess: () => {
      setGiving(null);
      return queries.invalidateQueries({ queryKey: ['customers', customer.id] });
    },
  });
  const { variables: last } = record;
  const bar = useBar(customer, 'news');
  return (
    <Sheet className={page.panel} aria-labelledby="consents">
      <h2 id="consents">{t.title}</h2>
      <p className={page.hint}>{t.hint}</p>
      {customer.age === 'under_15' && (
        <Banner icon="lock">
          <p>{t.under15}</p>
        </Banner>
      )}
      <Loaded query={query} lines={2}>
        {(events) => (
          <>
            <ul className={styles.list}>
              {PURPOSES.map((purpose) => (
                <Purpose
                  key={purpose}
                  purpose={purpose}
                  latest={latestOf(events, purpose)}
                  child={customer.age === 'under_15'}
                  barred={bar !== null}
                  busy={record.isPending && last?.purpose === purpose}
                  onGive={() => {
                    record.reset();
                    setGiving(purpose);
                  }}
                  onWithdraw={() => record.mutate({ purpose, granted: false })}
                />
              ))}
            </ul>
            {bar && mayWrite && (
              <p id={BAR} className={page.hint}>
                {bar}
              </p>
            )}
            <StatusLine>
              {record.isSuccess &&
                last &&
                (last.granted ? t.recorded : t.withdrawnNow)(t.purposes[last.purpose])}
            </StatusLine>
            {!giving && <Refusal error={record.error} />}
            {events.length > 0 && <ConsentHistory events={events} />}
          </>
        )}
      </Loaded>
      {giving && (
        <GiveConsent
          purpose={giving}
          busy={record.isPending}
          error={record.error}
          onClose={() => setGiving(null)}
          onGive={(consent) => record.mutate(consent)}
        />
      )}
    </Sheet>
  );
}

interface PurposeProps {
  purpose: ConsentPurpose;
  latest: Consent | undefined;
  child: boolean;
  /** To ask would be refused; withdrawing never is. */
  barred: boolean;
  busy: boolean;
  onGive: () => void;
  onWithdraw: () => void;
}

function Purpose({ purpose, latest, child, barred, busy, onGive, onWithdraw }: PurposeProps) {
  const t = useTexts(texts).consents;
  const { date } = useFormats();
  const mayWrite = useMay('customers:write');
  const granted = latest?.granted ?? false;
  const name = t.purposes[purpose];
  const state = !latest
    ? t.never
    : !granted
      ? t.withdrawn(date(latest.created_at))
      : (latest.basis === 'soft_opt_in' ? t.softly : t.given)(date(latest.created_at));
  return (
    <li>
      <div>
        <p className={styles.name}>{name}</p>
        <p className={styles.state}>{state}</p>
      </div>
      {mayWrite && (granted || !child) && (
        <Button
          size="small"
          variant="secondary"
          aria-label={granted ? t.withdrawFor(name) : t.giveFor(name)}
          busy={busy}
          disabled={!granted && barred}
          aria-describedby={!granted && barred ? BAR : undefined}
          onClick={granted ? onWithdraw : onGive}
        >
          {granted ? t.withdraw : t.give}
        </Button>
      )}
    </li>
  );
}

/** Events come newest first; the newest of a purpose counts. */
export function latestOf(events: readonly Consent[], purpose: ConsentPurpose): Consent | undefined {
  return events.find((event) => event.purpose === purpose);
}
