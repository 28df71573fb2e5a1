import type { Alert } from '../../api/alerts';
import { useTexts } from '../../i18n/LanguageProvider';
import { useFormats } from '../shell/useFormats';
import { texts } from './texts';

const HOUR = 60 * 60 * 1000;

/** An alert in words: who, when, how many. */
export function useWords() {
  const t = useTexts(texts);
  const { date, time } = useFormats();
  return {
    who: (alert: Alert) => alert.member.name ?? t.former,
    when: ({ hour }: Alert) =>
      t.when(date(hour), time(hour), time(new Date(new Date(hour).getTime() + HOUR))),
    many: (alert: Alert) =>
      t.line(alert.stamps, alert.usual === null ? t.unknown : t.usual(alert.usual)),
  };
}
