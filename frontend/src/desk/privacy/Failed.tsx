import { Link } from '@tanstack/react-router';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Requests.module.css';
import { texts } from './texts';
import { useStep } from './useStep';

/** What was approved has given up: what that means, and beginning anew. */
export function Failed({ request, since }: { request: PrivacyRequest; since: string }) {
  const t = useTexts(texts);
  const { dateTime } = useFormats();
  const mayApprove = useMay('privacy:approve');
  const again = useStep(request, 'execution');
  const erasure = request.kind === 'erasure';
  return (
    <>
      <Banner tone="danger" title={t.failed.title(dateTime(since))}>
        <p>{erasure ? t.failed.erasure : t.failed.copy}</p>
      </Banner>
      {erasure && (
        <p>
          <Link to="/privacy/holds">{t.failed.holds}</Link>
        </p>
      )}
      <Refusal error={again.error} />
      {mayApprove ? (
        <div className={styles.actions}>
          <Button icon="refresh" busy={again.isPending} onClick={() => again.mutate(undefined)}>
            {t.failed.again}
          </Button>
        </div>
      ) : (
        <p>{t.failed.owner}</p>
      )}
    </>
  );
}
