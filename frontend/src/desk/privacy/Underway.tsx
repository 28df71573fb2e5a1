import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { erasureQuery } from '../erasure/queries';
import { texts as erasing } from '../erasure/texts';
import { texts } from './texts';

/** The service is at work; of an erasure, where it can be followed, and what it waits for. */
export function Underway({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts).step;
  const { erasure_id: erasureId, state } = request;
  return (
    <>
      <p role="status">{state === 'awaiting_provider' ? t.waiting : t.executing}</p>
      {erasureId && <OfErasure erasureId={erasureId} />}
    </>
  );
}

function OfErasure({ erasureId }: { erasureId: string }) {
  const t = useTexts(texts).step;
  const { waits } = useTexts(erasing).page;
  const { data } = useQuery(erasureQuery(erasureId));
  return (
    <>
      {data?.waits_for && <p role="status">{waits[data.waits_for]}</p>}
      <p>
        <Link to="/privacy/erasures/$erasureId" params={{ erasureId }}>
          {t.followErasure}
        </Link>
      </p>
    </>
  );
}
