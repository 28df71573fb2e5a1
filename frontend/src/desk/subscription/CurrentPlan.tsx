import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  openPortal,
  type PlanState,
  resumeSubscription,
  type Subscription,
} from '../../api/billing';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { useGestureKey } from '../session/gesture';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { isSubscribed } from './plans';
import { forgetStanding } from './queries';
import { StopDialog } from './StopDialog';
import styles from './Subscription.module.css';
import { texts } from './texts';
import { usePlanName } from './usePlans';

const TONE: Record<PlanState, Tone | 'plain'> = {
  free: 'plain',
  trial: 'info',
  active: 'ok',
  past_due: 'warn',
  unpaid: 'danger',
  granted: 'ok',
};

export type Standing = Pick<Subscription, 'plan' | 'state'>;

interface Props {
  standing: Standing;
  /** Not here for those who see the plan but not the money. */
  subscription: Subscription | undefined;
  onDone: (said: string) => void;
}

export function CurrentPlan({ standing: { plan, state }, subscription, onDone }: Props) {
  const t = useTexts(texts).plan;
  const planName = usePlanName();
  const mayWrite = useMay('billing:write');
  return (
    <Sheet ruled className={styles.section} aria-labelledby="plan">
      <h2 id="plan">{t.title}</h2>
      <p className={styles.current}>
        <strong>{planName(plan)}</strong>
        {state !== 'free' && <Badge tone={TONE[state]}>{t.states[state]}</Badge>}
      </p>
      {subscription && <Sentences subscription={subscription} />}
      {subscription && mayWrite && subscription.billing_available && (
        <Actions subscription={subscription} onDone={onDone} />
      )}
    </Sheet>
  );
}

function Sentences({ subscription: s }: { subscription: Subscription }) {
  const t = useTexts(texts).plan;
  return (
    <>
      <p>{useSentence(s)}</p>
      {s.disputed && <p>{t.disputed}</p>}
      {s.payment_method && (
        <dl className={styles.fact}>
          <dt>{t.method}</dt>
          <dd>{s.payment_method === 'sepa_debit' ? t.sepa : t.card}</dd>
        </dl>
      )}
    </>
  );
}

function useSentence(s: Subscription): string {
  const t = useTexts(texts).plan;
  const { date } = useFormats();
  if (s.state === 'unpaid') return t.unpaid;
  if (s.state === 'past_due')
    return s.read_only_on ? t.pastDueUntil(date(s.read_only_on)) : t.pastDue;
  if (s.cancel_at) return t.ends(date(s.cancel_at));
  if (s.state === 'trial' && s.trial_end) {
    return (s.payment_method ? t.trialPays : t.trialUnpaid)(date(s.trial_end));
  }
  if (s.state === 'granted') return t.granted;
  if (s.state === 'active' && s.period_end) {
    return (s.interval === 'year' ? t.yearly : t.monthly)(date(s.period_end));
  }
  return t.free;
}

function Actions({
  subscription: s,
  onDone,
}: {
  subscription: Subscription;
  onDone: Props['onDone'];
}) {
  const t = useTexts(texts).plan;
  const queries = useQueryClient();
  const keyOf = useGestureKey();
  const [resumed, setResumed] = useState(0);
  const [stopping, setStopping] = useState(false);
  const portal = useMutation({
    mutationFn: openPortal,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const resume = useMutation({
    mutationFn: () => resumeSubscription(keyOf(resumed)),
    onSuccess: async () => {
      // Whoever cancels again may resume again: that is another gesture.
      setResumed(resumed + 1);
      await forgetStanding(queries);
      onDone(t.resumed);
    },
  });
  if (!isSubscribed(s)) return null;
  const owes = s.state === 'past_due' || s.state === 'unpaid';
  return (
    <>
      <Refusal error={portal.error ?? resume.error} />
      <div className={styles.actions}>
        <Button
          variant={owes ? 'primary' : 'secondary'}
          icon="external"
          busy={portal.isPending}
          onClick={() => portal.mutate()}
        >
          {owes ? t.pay : t.portal}
        </Button>
        {s.cancel_at ? (
          <Button busy={resume.isPending} onClick={() => resume.mutate()}>
            {t.resume}
          </Button>
        ) : (
          <Button variant="quiet" onClick={() => setStopping(true)}>
            {t.stop}
          </Button>
        )}
      </div>
      <p className={styles.note}>{t.portalHint}</p>
      {stopping && (
        <StopDialog
          subscription={s}
          onClose={() => setStopping(false)}
          onDone={(said) => {
            setStopping(false);
            onDone(said);
          }}
        />
      )}
    </>
  );
}
