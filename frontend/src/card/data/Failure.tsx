import { isProblem } from '../../api/problems';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { problemText } from '../problemText';
import { texts as shared } from '../texts';
import { texts } from './texts';

/** What went wrong, where it did. */
export function Failure({ problem }: { problem: unknown }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  if (problem === null) return null;
  const text = isProblem(problem, 'TOO_MANY_EXTRACTS')
    ? t.tooManyFiles
    : isProblem(problem, 'ERASURE_UNDERWAY')
      ? t.underway
      : isProblem(problem, 'STALE')
        ? t.stale
        : problemText(problem, { ...s.problem, unknown: t.unknown });
  return (
    <Banner tone="danger" role="alert">
      <p>{text}</p>
    </Banner>
  );
}
