import type { PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { texts } from './texts';

/** How long there is to answer; of a closed request, how it ended. */
export function DaysLeft({ request }: { request: PrivacyRequest }) {
  const t = useTexts(texts);
  const { closed_at: closed, days_left: days, state } = request;
  if (closed) return <Badge tone={state === 'answered' ? 'ok' : 'plain'}>{t.states[state]}</Badge>;
  const tone = days <= 0 ? 'danger' : days <= 10 ? 'warn' : 'plain';
  return <Badge tone={tone}>{t.left(days)}</Badge>;
}
