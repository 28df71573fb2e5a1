import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Refusal } from '../shell/states';
import { Answer } from './Answer';
import { Approve } from './Approve';
import { Identify } from './Identify';
import { LinkCustomer } from './LinkCustomer';
import { Qualify } from './Qualify';
import styles from './Requests.module.css';
import { texts } from './texts';
import { useStep } from './useStep';

/** The one step that leads on, with its one main button. */
export function NextStep({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).step;
  switch (request.state) {
    case 'received':
      return request.customer_id ? (
        <Identify request={request} />
      ) : (
        <LinkCustomer request={request} />
      );
    case 'identified':
      return <Qualify request={request} />;
    case 'qualified':
      return <LayDown request={request} />;
    case 'planned':
      return <Approve request={request} />;
    case 'verifying':
      return <Answer request={request} />;
    case 'awaiting_provider':
      return <p role="status">{t.waiting}</p>;
    default:
      return request.by_hand ? <Complete request={request} /> : <p role="status">{t.executing}</p>;
  }
}

function LayDown({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).step;
  const plan = useStep(request, 'plan');
  return (
    <>
      <p>{t.plan}</p>
      <Refusal error={plan.error} />
      <div className={styles.actions}>
        <Button busy={plan.isPending} onClick={() => plan.mutate(undefined)}>
          {t.planSubmit}
        </Button>
      </div>
    </>
  );
}

function Complete({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).step;
  const complete = useStep(request, 'completion');
  return (
    <>
      <p>{t.byHand}</p>
      <Refusal error={complete.error} />
      <div className={styles.actions}>
        <Button icon="check" busy={complete.isPending} onClick={() => complete.mutate(undefined)}>
          {t.complete}
        </Button>
      </div>
    </>
  );
}
