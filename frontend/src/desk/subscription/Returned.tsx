import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button, ButtonLink } from '../../ui/Button';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { checkoutQuery, forgetStanding, subscriptionQuery } from './queries';
import { texts } from './texts';
import { usePlanName } from './usePlans';

/** Longer than that is longer than usual. */
const PATIENCE_MS = 12_000;

/**
 * Back from the payment page. What counts is what Stripe tells the service, which may come a little
 * later than the person does.
 */
export function Returned({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTexts(texts).returned;
  const queries = useQueryClient();
  const query = useQuery(checkoutQuery(id));
  const [late, setLate] = useState(false);
  const settled = query.data !== undefined && query.data.state !== 'open';
  useEffect(() => {
    if (settled) void forgetStanding(queries);
  }, [settled, queries]);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const close = (
    <Button variant="quiet" size="small" onClick={onClose}>
      {t.close}
    </Button>
  );
  return (
    <div aria-live="polite">
      <Loaded query={query} lines={2}>
        {({ state, url }) => {
          if (state === 'completed') return <Open close={close} />;
          if (state === 'expired' || state === 'failed') {
            return (
              <Banner tone="warn" title={t[`${state}Title`]} action={close}>
                <p>{t[state]}</p>
              </Banner>
            );
          }
          return late ? (
            <Banner icon="clock" title={t.lateTitle} action={url && <Continue url={url} />}>
              <p>{t.late}</p>
            </Banner>
          ) : (
            <Banner icon="clock" title={t.waitingTitle}>
              <p>{t.waiting}</p>
            </Banner>
          );
        }}
      </Loaded>
    </div>
  );
}

function Open({ close }: { close: ReactNode }) {
  const t = useTexts(texts).returned;
  const { date } = useFormats();
  const planName = usePlanName();
  const { data } = useQuery(subscriptionQuery);
  if (!data) return null;
  const text =
    data.state === 'trial' && data.trial_end
      ? t.doneTrial(date(data.trial_end))
      : data.payment_method === 'sepa_debit'
        ? t.doneSepa
        : t.done;
  return (
    <Banner tone="ok" title={t.doneTitle(planName(data.plan))} action={close}>
      <p>{text}</p>
    </Banner>
  );
}

function Continue({ url }: { url: string }) {
  const t = useTexts(texts).plan;
  return (
    <ButtonLink href={url} variant="secondary" size="small">
      {t.continue}
    </ButtonLink>
  );
}
