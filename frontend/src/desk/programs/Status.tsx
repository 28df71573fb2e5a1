import type { ProgramStatus } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { texts } from './texts';

const TONE = { draft: 'plain', active: 'ok', closing: 'warn', archived: 'plain' } as const;

export function Status({ status }: { status: ProgramStatus }) {
  const t = useTexts(texts).status;
  return <Badge tone={TONE[status]}>{t[status]}</Badge>;
}
