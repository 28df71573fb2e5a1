import type { BonusWhen } from '../../../api/types';
import { formats } from '../../../i18n/format';
import type { Language } from '../../../i18n/language';

/** When a bonus counts, in words: « le mardi de 14 h à 17 h ». */

export interface WhenWords {
  day(name: string): string;
  days(names: string[]): string;
  range(first: string, last: string): string;
  hour(hours: number, minutes: number): string;
  between(from: string, to: string): string;
  from(time: string): string;
  until(time: string): string;
  birthdayMonth: string;
  firstVisit: string;
  dates(from: string, until: string): string;
  fromDate(date: string): string;
  untilDate(date: string): string;
}

/** The names of the days, Monday first; 4 January 2021 was a Monday. */
export function weekdayNames(language: Language, width: 'long' | 'short' = 'long'): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, index) => format.format(Date.UTC(2021, 0, 4 + index)));
}

export function sayWhen(when: BonusWhen, language: Language, words: WhenWords): string {
  const parts = [
    when.first_visit && words.firstVisit,
    when.birthday_month && words.birthdayMonth,
    sayDays(when.weekdays, language, words),
    sayHours(when.from, when.to, words),
    sayDates(when.valid_from, when.valid_until, language, words),
  ];
  return parts.filter(Boolean).join(' ');
}

function sayDays(weekdays: number[] | null, language: Language, words: WhenWords): string {
  const days = [...new Set(weekdays ?? [])].sort((a, b) => a - b);
  if (days.length === 0 || days.length === 7) return '';
  const all = weekdayNames(language);
  const names = days.map((day) => all[day - 1] ?? '');
  const [first = '', ...others] = names;
  if (others.length === 0) return words.day(first);
  const inARow = days.every((day, index) => day === (days[0] ?? 0) + index);
  if (inARow && days.length > 2) return words.range(first, names.at(-1) ?? '');
  return words.days(names);
}

function sayHours(from: string | null, to: string | null, words: WhenWords): string {
  const said = (time: string) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return words.hour(hours, minutes);
  };
  if (from && to) return words.between(said(from), said(to));
  if (from) return words.from(said(from));
  return to ? words.until(said(to)) : '';
}

function sayDates(
  from: string | null,
  until: string | null,
  language: Language,
  words: WhenWords,
): string {
  const { date } = formats(language);
  if (from && until) return words.dates(date(from), date(until));
  if (from) return words.fromDate(date(from));
  return until ? words.untilDate(date(until)) : '';
}
