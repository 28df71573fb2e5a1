import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { planTexts } from './planTexts';

/** The plan has no room for it: it can be read, and does not change. */
export function Frozen({ when }: { when: boolean }) {
  const t = useTexts(planTexts);
  if (!when) return null;
  return (
    <span title={t.frozen}>
      <Badge tone="warn">{t.frozenBadge}</Badge>
    </span>
  );
}
