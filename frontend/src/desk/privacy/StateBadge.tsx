import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { texts } from './texts';

/** Where it stands; work that has given up waits for somebody. */
export function StateBadge({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts);
  if (request.failed_at) return <Badge tone="danger">{t.failed.state}</Badge>;
  return <Badge>{t.states[request.state]}</Badge>;
}
