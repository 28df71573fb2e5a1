import { useQuery } from '@tanstack/react-query';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import { PlanLines } from './PlanLines';
import { requestPlanQuery } from './queries';
import styles from './Requests.module.css';
import { texts } from './texts';
import { useStep } from './useStep';

/** Read, then say yes to exactly what was read. */
export function Approve({ request, onAgain }: { request: PrivacyRequest; onAgain: () => void }) {
  const t = useTexts(texts);
  const mayApprove = useMay('privacy:approve');
  const query = useQuery(requestPlanQuery(request.id, request.version));
  const approve = useStep(request, 'approval');
  const erasure = request.kind === 'erasure';
  return (
    <Loaded query={query} lines={5}>
      {(plan) => (
        <>
          <p>{t.step.approve}</p>
          <PlanLines plan={plan} />
          {erasure && (
            <Banner tone="warn">
              <p>{t.step.irreversible}</p>
            </Banner>
          )}
          <Refusal error={approve.error} />
          {!mayApprove && <p>{t.page.ownerApproves}</p>}
          <div className={styles.actions}>
            {mayApprove && (
              <Button
                variant={erasure ? 'danger' : 'primary'}
                busy={approve.isPending}
                onClick={() => approve.mutate({ plan_digest: plan.digest })}
              >
                {erasure ? t.step.approveErasure : t.step.approveSubmit}
              </Button>
            )}
            <Button variant="secondary" onClick={onAgain}>
              {t.step.qualifyAgain}
            </Button>
          </div>
        </>
      )}
    </Loaded>
  );
}
