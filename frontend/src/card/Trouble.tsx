import { isProblem } from '../api/problems';
import { useTexts } from '../i18n/LanguageProvider';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { problemText } from './problemText';
import { texts } from './texts';

/** A screen that could not be read at all. */
export function Trouble({ problem, retry }: { problem: unknown; retry: () => void }) {
  const t = useTexts(texts);
  if (isProblem(problem, 'NOT_FOUND', 'MERCHANT_NOT_FOUND', 'HTTP_404')) return <NotFound />;
  return (
    <EmptyState
      icon="warning"
      level={1}
      title={t.problem.title}
      action={
        <Button icon="refresh" onClick={retry}>
          {t.retry}
        </Button>
      }
    >
      <p role="alert">{problemText(problem, t.problem)}</p>
    </EmptyState>
  );
}

export function NotFound() {
  const t = useTexts(texts).notFound;
  return (
    <EmptyState icon="search" level={1} title={t.title}>
      <p>{t.body}</p>
    </EmptyState>
  );
}
