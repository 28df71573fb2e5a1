import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { EmptyState } from '../../ui/EmptyState';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { CurrentPlan, type Standing } from './CurrentPlan';
import { Invoices } from './Invoices';
import { PlanChoice } from './PlanChoice';
import { plansQuery, subscriptionQuery, usageQuery } from './queries';
import { Returned } from './Returned';
import { Selection } from './Selection';
import styles from './Subscription.module.css';
import { texts } from './texts';
import { Unfinished } from './Unfinished';
import { UsageBars } from './UsageBars';

const route = getRouteApi('/office/subscription');

/** What the merchant pays for: the plan, what is used of it, the bills. Money is the owner's alone. */
export function SubscriptionPage() {
  const t = useTexts(texts);
  const mayUsage = useMay('usage:read');
  const mayRead = useMay('billing:read');
  const mayLook = mayUsage || mayRead;
  return (
    <Page
      title={t.title}
      lead={mayLook && t.lead}
      back={{ link: { to: '/settings' }, label: t.back }}
    >
      {mayLook ? <Inside /> : <EmptyState icon="lock" title={t.ownerOnly} />}
    </Page>
  );
}

function Inside() {
  const t = useTexts(texts);
  const mayRead = useMay('billing:read');
  const mayWrite = useMay('billing:write');
  const { checkout } = route.useSearch();
  const navigate = route.useNavigate();
  const [line, setLine] = useState('');
  const plans = useQuery(plansQuery);
  const mayUsage = useMay('usage:read');
  const usage = useQuery({ ...usageQuery, enabled: mayUsage });
  const subscription = useQuery({ ...subscriptionQuery, enabled: mayRead });
  return (
    <div className={styles.page}>
      {checkout && mayRead && (
        <Returned
          id={checkout}
          onClose={() => void navigate({ to: '/subscription', replace: true })}
        />
      )}
      {!checkout && mayWrite && subscription.data?.open_checkout && (
        <Unfinished checkoutId={subscription.data.open_checkout} />
      )}
      <StatusLine>{line}</StatusLine>
      {plans.data?.billing_available === false && (
        <Banner icon="info" title={t.noStripe}>
          <p>{t.noStripeText}</p>
        </Banner>
      )}
      {!mayWrite && plans.data?.billing_available && (
        <Banner icon="eye">
          <p>{t.ownerOnly}</p>
        </Banner>
      )}
      <div className={styles.columns}>
        <Loaded<Standing> query={mayRead ? subscription : usage} lines={6}>
          {(standing) => (
            <CurrentPlan standing={standing} subscription={subscription.data} onDone={setLine} />
          )}
        </Loaded>
        {mayUsage && (
          <Loaded query={usage} lines={6}>
            {(used) => <UsageBars usage={used} />}
          </Loaded>
        )}
      </div>
      {mayWrite && usage.data && <Selection usage={usage.data} onDone={setLine} />}
      <Loaded query={plans} lines={6}>
        {({ items, billing_available, trial_days }) =>
          billing_available &&
          (subscription.data ?? usage.data) && (
            <PlanChoice
              plans={items}
              trialDays={trial_days}
              current={(subscription.data ?? usage.data)?.plan}
              subscription={subscription.data}
              onDone={setLine}
            />
          )
        }
      </Loaded>
      {mayRead && <Invoices />}
    </div>
  );
}
