import type { ApiProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { periodText } from './periods';
import { texts } from './texts';

/** Refused, with the bound and the law that it rests on. */
export function BeyondLaw({ problem }: { problem: ApiProblem }) {
  const t = useTexts(texts).rule.beyond;
  const { language } = useLanguage();
  const bound = problem.extra<string>('bound') === 'floor' ? 'floor' : 'ceiling';
  const limit = periodText(problem.extra<string>('limit') ?? '', language);
  return (
    <Banner tone="danger" role="alert" title={t[bound](limit)}>
      <p lang="fr">{problem.extra<string>('source')}</p>
    </Banner>
  );
}
