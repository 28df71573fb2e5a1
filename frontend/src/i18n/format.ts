import type { Language } from './language';

const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Formats {
  /** 22 nov. 2026 */
  date(at: string | Date): string;
  /** 22 novembre */
  dayMonth(at: string | Date): string;
  /** novembre 2026 */
  month(at: string | Date): string;
  /** 22 nov., 14:05 */
  dateTime(at: string | Date): string;
  /** 14:05 */
  time(at: string | Date): string;
  /** il y a 3 minutes, hier, dans 2 heures; older than a week: the date */
  ago(at: string | Date, now?: Date): string;
  /** The same where there is little room: il y a 3 min */
  shortAgo(at: string | Date): string;
  number(value: number): string;
  /** "+1", "−10": a real minus sign */
  signed(value: number): string;
}

/**
 * Dates in the reader's zone, or in the merchant's where `timeZone` is given. A plain date
 * (`2026-11-22`) is that day everywhere.
 */
export function formats(language: Language, timeZone?: string): Formats {
  const locale = LOCALE[language];
  const dated = (at: string | Date, options: Intl.DateTimeFormatOptions) => {
    const plain = typeof at === 'string' && at.length === 10;
    const zone = plain ? 'UTC' : timeZone;
    return new Intl.DateTimeFormat(locale, zone ? { ...options, timeZone: zone } : options).format(
      new Date(at),
    );
  };
  const number = new Intl.NumberFormat(locale);
  const date = (at: string | Date) =>
    dated(at, { day: 'numeric', month: 'short', year: 'numeric' });
  const ago = (at: string | Date, now: Date, style: Intl.RelativeTimeFormatStyle) => {
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style });
    const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
    const far = Math.abs(seconds);
    if (far < MINUTE) return relative.format(0, 'second');
    if (far < HOUR) return relative.format(Math.round(seconds / MINUTE), 'minute');
    if (far < DAY) return relative.format(Math.round(seconds / HOUR), 'hour');
    if (far < 7 * DAY) return relative.format(Math.round(seconds / DAY), 'day');
    return date(at);
  };
  return {
    date,
    dayMonth: (at) => dated(at, { day: 'numeric', month: 'long' }),
    month: (at) => dated(at, { month: 'long', year: 'numeric' }),
    dateTime: (at) =>
      dated(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    time: (at) => dated(at, { hour: '2-digit', minute: '2-digit' }),
    ago: (at, now = new Date()) => ago(at, now, 'long'),
    shortAgo: (at) => ago(at, new Date(), 'short'),
    number: (value) => number.format(value),
    signed: (value) => `${value < 0 ? '−' : '+'}${number.format(Math.abs(value))}`,
  };
}

/** « 0 tampon, 1 tampon, 2 tampons » but "0 stamps, 1 stamp, 2 stamps". */
export function plural(language: Language, count: number, one: string, other: string): string {
  const singular = new Intl.PluralRules(LOCALE[language]).select(count) === 'one';
  return `${new Intl.NumberFormat(LOCALE[language]).format(count)} ${singular ? one : other}`;
}
