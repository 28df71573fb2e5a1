import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  announceLifting,
  liftRestriction,
  type Restriction,
  type Told,
} from '../../api/restriction';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { StatusLine } from '../../ui/StatusLine';
import { customerQuery } from '../customers/queries';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { restrictionQuery } from './queries';
import { RestrictDialog } from './RestrictDialog';
import styles from './Restriction.module.css';
import { texts } from './texts';

/** Restrict; then tell the person, then lift: in this order, which the law asks for. */
export function RestrictionPart({ customer }: { customer: Customer }) {
  const t = useTexts(texts).use;
  const mayWrite = useMay('privacy:write');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [awaitsMail, setAwaitsMail] = useState(false);
  const query = useQuery({
    ...restrictionQuery(customer.id, awaitsMail),
    enabled: customer.restricted_at !== null,
  });
  const lift = useMutation({
    mutationFn: () => liftRestriction(customer.id),
    onSuccess: async () => {
      queries.removeQueries(restrictionQuery(customer.id));
      await queries.invalidateQueries(customerQuery(customer.id));
      void queries.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  return (
    <section className={styles.part} aria-labelledby="restriction">
      <h3 id="restriction">{t.title}</h3>
      {customer.restricted_at ? (
        <Loaded query={query} lines={3}>
          {(restriction) => (
            <InForce
              restriction={restriction}
              hasAddress={customer.email !== null}
              awaitsMail={awaitsMail}
              onMail={() => setAwaitsMail(true)}
              lift={lift}
            />
          )}
        </Loaded>
      ) : (
        <>
          <p className={styles.hint}>{t.none}</p>
          {mayWrite && (
            <div>
              <Button
                variant="secondary"
                size="small"
                icon="lock"
                onClick={() => {
                  lift.reset();
                  setAwaitsMail(false);
                  setAsking(true);
                }}
              >
                {t.restrict}
              </Button>
            </div>
          )}
        </>
      )}
      <Refusal error={lift.error} />
      <StatusLine>{lift.isSuccess && !customer.restricted_at && t.lifted}</StatusLine>
      {asking && <RestrictDialog customer={customer} onClose={() => setAsking(false)} />}
    </section>
  );
}

interface InForceProps {
  restriction: Restriction;
  hasAddress: boolean;
  awaitsMail: boolean;
  onMail: () => void;
  lift: { isPending: boolean; mutate: () => void };
}

function InForce({ restriction, hasAddress, awaitsMail, onMail, lift }: InForceProps) {
  const t = useTexts(texts).use;
  const { date } = useFormats();
  const queries = useQueryClient();
  const mayWrite = useMay('privacy:write');
  const { customer_id: id, informed_at: informed, placed_by: by } = restriction;
  const tell = useMutation({
    mutationFn: (how: Told) => announceLifting(id, how),
    onSuccess: (after, how) => {
      queries.setQueryData(restrictionQuery(id).queryKey, after);
      if (how === 'mail') onMail();
    },
  });
  return (
    <>
      <p>
        {t.since(date(restriction.placed_at))}
        {by === null && `, ${t.byHolder}`}
      </p>
      <p className={styles.hint}>{t.reasons[restriction.reason]}</p>
      {informed ? (
        <p className={styles.hint}>{t.informed(date(informed))}</p>
      ) : (
        mayWrite && (
          <p className={styles.hint} role="status">
            {awaitsMail ? t.mailing : t.tell}
          </p>
        )
      )}
      <Refusal error={tell.error} />
      {mayWrite && (
        <div className={styles.actions}>
          {informed ? (
            <Button size="small" busy={lift.isPending} onClick={() => lift.mutate()}>
              {t.lift}
            </Button>
          ) : (
            !awaitsMail && (
              <>
                {hasAddress && (
                  <Button
                    variant="secondary"
                    size="small"
                    icon="mail"
                    busy={tell.isPending && tell.variables === 'mail'}
                    onClick={() => tell.mutate('mail')}
                  >
                    {t.byMail}
                  </Button>
                )}
                <Button
                  variant="secondary"
                  size="small"
                  icon="check"
                  busy={tell.isPending && tell.variables === 'told'}
                  onClick={() => tell.mutate('told')}
                >
                  {t.told}
                </Button>
              </>
            )
          )}
        </div>
      )}
    </>
  );
}
