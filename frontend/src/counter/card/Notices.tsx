import { ApiProblem } from '../../api/problems';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import type { Refusal } from '../outbox/gesture';
import type { Standing } from './standing';
import { texts } from './texts';

/** Why this card cannot be stamped now, and what can be done instead. */
export function StandingNotice({ standing }: { standing: Standing }) {
  const t = useTexts(texts);
  const format = formats(useLanguage().language);
  switch (standing.kind) {
    case 'open':
      return null;
    case 'cooldown':
      return (
        <Banner tone="warn" icon="clock" title={t.cooldown.title}>
          {t.cooldown.text(format.time(standing.until))}
        </Banner>
      );
    case 'daily-cap':
      return (
        <Banner tone="warn" icon="clock" title={t.dailyCap.title}>
          {t.dailyCap.text(standing.cap)}
        </Banner>
      );
    case 'closed':
      return (
        <Banner tone="danger" icon="lock" title={t.closed.title}>
          {t.closed.text}
        </Banner>
      );
    case 'closing':
      return (
        <Banner tone="warn" icon="calendar" title={t.closing.title}>
          {standing.until ? t.closing.text(format.date(standing.until)) : t.closing.textPlain}
        </Banner>
      );
    case 'ended':
      return (
        <Banner tone="danger" icon="calendar" title={t.ended.title}>
          {t.ended.text}
        </Banner>
      );
  }
}

/** The service's no, with the time it becomes a yes where there is one. */
export function RefusalNotice({ refusal }: { refusal: Refusal }) {
  const t = useTexts(texts);
  return (
    <Banner tone="danger" role="alert" title={t.refused}>
      <RefusalText refusal={refusal} />
    </Banner>
  );
}

export function RefusalText({ refusal }: { refusal: Refusal }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { code, status, extras } = refusal;
  const next = extras.next_earn_at;
  const reason = problemText(new ApiProblem({ status, code, detail: code }), language);
  if (typeof next !== 'string') return reason;
  return `${reason} ${t.cooldown.text(formats(language).time(next))}`;
}
