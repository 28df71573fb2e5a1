import { useState } from 'react';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Refusal } from '../shell/states';
import { Answer } from './Answer';
import { Approve } from './Approve';
import { Failed } from './Failed';
import { Identify } from './Identify';
import { LinkCustomer } from './LinkCustomer';
import { Qualify } from './Qualify';
import styles from './Requests.module.css';
import { texts } from './texts';
import { Underway } from './Underway';
import { useStep } from './useStep';

/** The one step that leads on, with its one main button. */
export function NextStep({ request }: { request: PrivacyRequest }) {
  const [again, setAgain] = useState(false);
  if (request.failed_at) return <Failed request={request} since={request.failed_at} />;
  if (again) return <Qualify request={request} />;
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
      return <LayDown request={request} onAgain={() => setAgain(true)} />;
    case 'planned':
      return <Approve request={request} onAgain={() => setAgain(true)} />;
    case 'verifying':
      return <Answer request={request} />;
    default:
      return request.by_hand ? <Complete request={request} /> : <Underway request={request} />;
  }
}

interface DecideProps {
  request: PrivacyRequest;
  /** It was another right, or there is a mistake in the new values. */
  onAgain: () => void;
}

function LayDown({ request, onAgain }: DecideProps) {
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
        <Button variant="secondary" onClick={onAgain}>
          {t.qualifyAgain}
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
