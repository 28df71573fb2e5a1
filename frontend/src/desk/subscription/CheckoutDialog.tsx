import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Interval, type NewCheckout, type Plan, startCheckout } from '../../api/billing';
import { isProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { shortMoney } from '../../i18n/money';
import { problemText } from '../../i18n/problemText';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { useGestureKey } from '../session/gesture';
import { Refusal } from '../shell/states';
import styles from './Plans.module.css';
import { priceOf } from './plans';
import { texts } from './texts';

export interface ChosenPlan {
  plan: Plan;
  interval: Interval;
  trialDays: number;
  onClose: () => void;
  onDone: (said: string) => void;
}

/** The last step here: what it costs, a code where there is one, then the page of the payment. */
export function CheckoutDialog({ plan, interval, trialDays, onClose }: ChosenPlan) {
  const all = useTexts(texts);
  const t = all.choice;
  const { language } = useLanguage();
  const [code, setCode] = useState('');
  const keyOf = useGestureKey();
  const start = useMutation({
    mutationFn: (body: NewCheckout) => startCheckout(body, keyOf(body)),
    onSuccess: ({ url }) => {
      if (url) window.location.assign(url);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const promotion_code = code.trim();
    start.mutate({ plan: plan.id, interval, ...(promotion_code && { promotion_code }) });
  };
  const price = priceOf(plan, interval);
  const wrongCode = isProblem(start.error, 'PROMOTION_CODE_INVALID') ? start.error : null;
  return (
    <Dialog open onClose={onClose} title={t.start(plan.name[language])} closeLabel={all.cancel}>
      <form className={styles.form} onSubmit={submit}>
        {price && (
          <p className={styles.price}>
            <strong>{shortMoney(language, price.amount, price.currency)}</strong>{' '}
            {interval === 'year' ? t.perYear : t.perMonth}
          </p>
        )}
        <p className={styles.note}>
          {[trialDays > 0 && t.trial(trialDays), t.tax].filter(Boolean).join(' ')}
        </p>
        <TextField
          label={t.promotion}
          optional={t.optional}
          hint={t.promotionHint}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          error={wrongCode && problemText(wrongCode, language)}
        />
        <Refusal error={wrongCode ? null : start.error} />
        <Button
          type="submit"
          icon="external"
          data-autofocus
          // The page is being left: the button stays busy until it is gone.
          busy={start.isPending || start.isSuccess}
        >
          {t.toPayment}
        </Button>
        <p className={styles.note}>{t.toPaymentHint}</p>
      </form>
    </Dialog>
  );
}
