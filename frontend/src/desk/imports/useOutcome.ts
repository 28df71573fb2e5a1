import type { Import, ImportOutcome } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { texts } from './texts';

export const OUTCOMES = [
  'new',
  'changed',
  'skipped',
  'rejected',
] as const satisfies ImportOutcome[];

/** "120 new customers, 3 rows rejected": what there is, in words. */
export function useOutcome(): (counts: Import['counts']) => string {
  const t = useTexts(texts).counts;
  return (counts) =>
    OUTCOMES.filter((outcome) => counts?.[outcome])
      .map((outcome) => t[outcome](counts?.[outcome] ?? 0))
      .join(', ');
}
