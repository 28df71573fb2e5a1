import { ApiProblem } from '../../api/problems';
import { formats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { problemText } from '../../i18n/problemText';
import type { Units } from '../../i18n/units';
import { Banner } from '../../ui/Banner';
import { useCurrency } from '../counter';
import type { Refusal } from '../outbox/gesture';
import type { Standing } from './standing';
import { texts } from './texts';

/** Why this card cannot be stamped now, and what can be done instead. */
export function StandingNotice({ standing, units }: { standing: Standing; units: Units }) {
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
          {t.dailyCap.text(units(standing.cap))}
        </Banner>
      );
    case 'closed':
      return (
        <Banner tone="danger" icon="lock" title={t.closed.title}>
          {t.closed.text}
        </Banner>
      );
    case 'resting':
      return (
        <Banner tone="warn" icon="lock" title={t.resting.title}>
          {t.resting.text}
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
  const currency = useCurrency();
  const { code, status, extras } = refusal;
  const next = extras.next_earn_at;
  const reason = problemText(new ApiProblem({ status, code, detail: code }), language);
  if (code === 'BELOW_MINIMUM' && typeof extras.minimum === 'number') {
    return `${reason} ${t.minimum(money(language, extras.minimum, currency))}`;
  }
  if (code === 'BELOW_REDEEM_MINIMUM' && extras.minimum) {
    return `${reason} ${t.minimum(String(extras.minimum))}`;
  }
  if (typeof next !== 'string') return reason;
  return `${reason} ${t.cooldown.text(formats(language).time(next))}`;
}
