import type { ImportStatus } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { texts } from './texts';

const TONE: Partial<Record<ImportStatus, Tone>> = {
  reading: 'info',
  uploaded: 'warn',
  checking: 'info',
  checked: 'warn',
  running: 'info',
  undoing: 'info',
  done: 'ok',
  failed: 'danger',
};

export function ImportState({ status }: { status: ImportStatus }) {
  return <Badge tone={TONE[status] ?? 'plain'}>{useTexts(texts).states[status]}</Badge>;
}
