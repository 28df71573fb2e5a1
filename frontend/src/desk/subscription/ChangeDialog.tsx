import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changePlan, type Preview, previewChange } from '../../api/billing';
import { isProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useGestureKey } from '../session/gesture';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { AtTheBank } from './AtTheBank';
import type { ChosenPlan } from './CheckoutDialog';
import { ExcessList } from './ExcessList';
import { KeepingFields } from './KeepingFields';
import { roomsOf } from './keeping';
import styles from './Plans.module.css';
import { forgetStanding } from './queries';
import { texts } from './texts';
import { useKeeping } from './useKeeping';

/** What the change costs now and later, and what it closes, before it is made. */
export function ChangeDialog({ plan, interval, onClose, onDone }: ChosenPlan) {
  const all = useTexts(texts);
  const t = all.preview;
  const { language } = useLanguage();
  const queries = useQueryClient();
  const keyOf = useGestureKey();
  const name = plan.name[language];
  const preview = useQuery({
    queryKey: ['change-preview', plan.id, interval],
    queryFn: () => previewChange({ plan: plan.id, interval }),
    // The sum goes by the second; one that was shown stands until it is confirmed or left.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const keeping = useKeeping(roomsOf(preview.data?.over ?? []));
  const done = async () => {
    await forgetStanding(queries);
    onDone(t.done(name));
  };
  const change = useMutation({
    mutationFn: async (proration_at: string) => {
      // First, so that nothing rests for a moment that is to go on.
      await keeping.save();
      const body = { plan: plan.id, interval, proration_at };
      return changePlan(body, keyOf(body));
    },
    onSuccess: done,
  });
  const payAt = isProblem(change.error, 'PAYMENT_REQUIRED')
    ? change.error.extra<string>('pay_at')
    : undefined;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t.title(name)}
      closeLabel={all.cancel}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {all.cancel}
          </Button>
          {preview.data && !payAt && (
            <Button
              busy={change.isPending}
              disabled={keeping.rooms.length > 0 && (!keeping.ready || keeping.tooMany)}
              onClick={() => change.mutate(preview.data.proration_at)}
            >
              {t.submit}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        <Loaded query={preview} lines={5}>
          {(sum) => <Sum sum={sum} />}
        </Loaded>
        <KeepingFields keeping={keeping} title={t.choose} />
        <Refusal error={change.error} />
        {payAt && <AtTheBank payAt={payAt} plan={plan.id} interval={interval} onDone={done} />}
        {isProblem(change.error, 'PREVIEW_EXPIRED') && (
          <div>
            <Button
              variant="secondary"
              icon="refresh"
              busy={preview.isFetching}
              onClick={() => {
                change.reset();
                void preview.refetch();
              }}
            >
              {t.again}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function Sum({ sum }: { sum: Preview }) {
  const t = useTexts(texts).preview;
  const { language } = useLanguage();
  const { date } = useFormats();
  const { currency, due_now: due, tax, lines } = sum;
  const said = (amount: number) => money(language, amount, currency);
  return (
    <>
      <p className={styles.due}>
        <span>{due > 0 ? t.dueNow : due < 0 ? t.credit : t.nothing}</span>
        {due !== 0 && <strong>{said(Math.abs(due))}</strong>}
        {tax > 0 && <span className={styles.note}>{t.tax(said(tax))}</span>}
      </p>
      {sum.next_at && <p>{t.next(said(sum.next_total), date(sum.next_at))}</p>}
      {lines.length > 0 && (
        <details className={styles.details}>
          <summary>{t.lines}</summary>
          <dl>
            {lines.map(({ description, amount }) => (
              <div key={description}>
                <dt>{description}</dt>
                <dd>{said(amount)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <ExcessList title={t.over} items={sum.over} />
    </>
  );
}
