import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { cancelSubscription, type Subscription } from '../../api/billing';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useGestureKey } from '../session/gesture';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { ExcessList } from './ExcessList';
import { KeepingFields } from './KeepingFields';
import { roomsOf } from './keeping';
import { excess, isFree } from './plans';
import { forgetStanding, plansQuery, usageQuery } from './queries';
import { texts } from './texts';
import { useKeeping } from './useKeeping';

interface Props {
  subscription: Subscription;
  onClose: () => void;
  onDone: (said: string) => void;
}

/** Nothing is lost by it at once: the consequence is named, with what it will touch. */
export function StopDialog({ subscription, onClose, onDone }: Props) {
  const all = useTexts(texts);
  const t = all.stop;
  const queries = useQueryClient();
  const { date } = useFormats();
  const { data: plans } = useQuery(plansQuery);
  const { data: usage } = useQuery(usageQuery);
  const keyOf = useGestureKey();
  const end = subscription.trial_end ?? subscription.period_end;
  const free = plans?.items.find(isFree);
  const over = excess(usage?.items ?? [], free?.quotas ?? {});
  const keeping = useKeeping(roomsOf(over));
  const stop = useMutation({
    mutationFn: async () => {
      await keeping.save();
      return cancelSubscription(keyOf('stop'));
    },
    onSuccess: async ({ cancel_at }) => {
      await forgetStanding(queries);
      onDone(cancel_at ? all.plan.stopped(date(cancel_at)) : all.plan.stoppedNow);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title}
      closeLabel={t.keep}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.keep}
          </Button>
          <Button
            variant="danger"
            busy={stop.isPending}
            disabled={keeping.rooms.length > 0 && (!keeping.ready || keeping.tooMany)}
            onClick={() => stop.mutate()}
          >
            {t.submit}
          </Button>
        </>
      }
    >
      <p>{end ? t.until(date(end)) : t.now}</p>
      <p>{t.keeps}</p>
      <ExcessList title={t.over} items={over} />
      <KeepingFields keeping={keeping} title={all.preview.choose} />
      <Refusal error={stop.error} />
    </Dialog>
  );
}
