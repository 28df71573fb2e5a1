import { useState } from 'react';
import type { Interval, Plan, Subscription } from '../../api/billing';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { shortMoney } from '../../i18n/money';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { useMay } from '../session/me';
import { ChangeDialog } from './ChangeDialog';
import { CheckoutDialog } from './CheckoutDialog';
import styles from './Plans.module.css';
import { isFree, isSubscribed, priceOf, RESOURCES, yearlySaving } from './plans';
import { texts } from './texts';
import { useQuotas } from './useQuotas';

const INTERVALS: readonly Interval[] = ['month', 'year'];

interface Props {
  plans: readonly Plan[];
  trialDays: number;
  /** The plan in force. */
  current: string | undefined;
  subscription: Subscription | undefined;
  onDone: (said: string) => void;
}

/** All plans side by side, by the same lines in the same order, none of them pushed. */
export function PlanChoice({ plans, trialDays, current, subscription, onDone }: Props) {
  const t = useTexts(texts).choice;
  const mayWrite = useMay('billing:write');
  const [interval, setInterval] = useState<Interval>(subscription?.interval ?? 'month');
  const [chosen, setChosen] = useState<Plan | null>(null);
  const subscribed = subscription !== undefined && isSubscribed(subscription);
  const Chosen = subscribed ? ChangeDialog : CheckoutDialog;
  return (
    <section className={styles.choice} aria-labelledby="plans">
      <div className={styles.head}>
        <div>
          <h2 id="plans">{t.title}</h2>
          <p className={styles.note}>{t.lead}</p>
        </div>
        <fieldset className={styles.toggle}>
          <legend className="visually-hidden">{t.interval}</legend>
          {INTERVALS.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="interval"
                className="visually-hidden"
                checked={interval === each}
                onChange={() => setInterval(each)}
              />
              <span>{t[each]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <ul className={styles.plans}>
        {plans.map((plan) => (
          <li key={plan.id} className={cx(styles.plan, plan.id === current && styles.mine)}>
            <Offer plan={plan} interval={interval} mine={plan.id === current} />
            {mayWrite && (
              <Way
                plan={plan}
                interval={interval}
                mine={plan.id === current}
                subscription={subscribed ? subscription : null}
                onChoose={() => setChosen(plan)}
              />
            )}
          </li>
        ))}
      </ul>
      <p className={styles.note}>
        {[!subscribed && trialDays > 0 && t.trial(trialDays), t.methods, t.tax]
          .filter(Boolean)
          .join(' ')}
      </p>
      {chosen && (
        <Chosen
          plan={chosen}
          interval={interval}
          trialDays={trialDays}
          onClose={() => setChosen(null)}
          onDone={(said) => {
            setChosen(null);
            onDone(said);
          }}
        />
      )}
    </section>
  );
}

function Offer({ plan, interval, mine }: { plan: Plan; interval: Interval; mine: boolean }) {
  const t = useTexts(texts).choice;
  const { language } = useLanguage();
  const { line } = useQuotas();
  const price = priceOf(plan, interval);
  const currency = price?.currency ?? plan.prices[0]?.currency ?? 'EUR';
  const yearly = interval === 'year' && price;
  const saving = yearlySaving(plan);
  return (
    <>
      <div className={styles.name}>
        <h3>{plan.name[language]}</h3>
        {mine && <Badge tone="info">{t.current}</Badge>}
      </div>
      {price || isFree(plan) ? (
        <p className={styles.price}>
          <strong>{shortMoney(language, price?.amount ?? 0, currency)}</strong>{' '}
          {price && (interval === 'year' ? t.perYear : t.perMonth)}
        </p>
      ) : (
        <p className={styles.price}>{t.noPrice}</p>
      )}
      <p className={styles.aside}>
        {yearly && t.same(shortMoney(language, Math.round(price.amount / 12), currency))}
        {yearly && saving > 0 && (
          <>
            <br />
            {t.saving(shortMoney(language, saving, currency))}
          </>
        )}
      </p>
      <ul className={styles.quotas}>
        {RESOURCES.map((resource) => (
          <li key={resource}>{line(resource, plan.quotas[resource])}</li>
        ))}
      </ul>
    </>
  );
}

interface WayProps {
  plan: Plan;
  interval: Interval;
  mine: boolean;
  /** null: nothing is paid yet. */
  subscription: Subscription | null;
  onChoose: () => void;
}

/** What can be done about this plan from here: buy it, change to it, or how to go back to it. */
function Way({ plan, interval, mine, subscription, onChoose }: WayProps) {
  const t = useTexts(texts).choice;
  const { language } = useLanguage();
  const name = plan.name[language];
  if (isFree(plan)) {
    return subscription && !mine ? <p className={styles.note}>{t.toFree}</p> : null;
  }
  if (!priceOf(plan, interval)) return null;
  if (!subscription) return <Button onClick={onChoose}>{t.choose(name)}</Button>;
  if (mine && subscription.interval === interval) return null;
  return (
    <Button variant="secondary" onClick={onChoose}>
      {mine ? t.changeInterval[interval] : t.change(name)}
    </Button>
  );
}
