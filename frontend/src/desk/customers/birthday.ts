import type { Language } from '../../i18n/language';

export interface Birthday {
  month: number;
  day: number;
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 29 February is a birthday too. */
export function daysIn(month: number): number {
  return LONGEST[month - 1] ?? 31;
}

// A leap year, so that every birthday exists in it.
const on = (month: number, day: number) => new Date(Date.UTC(2024, month - 1, day));

const format = (language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { ...options, timeZone: 'UTC' });

export function monthName(month: number, language: Language): string {
  return format(language, { month: 'long' }).format(on(month, 1));
}

export function monthNames(language: Language): string[] {
  return LONGEST.map((_, index) => monthName(index + 1, language));
}

/** 29 février · 29 February */
export function birthdayText({ month, day }: Birthday, language: Language): string {
  return format(language, { day: 'numeric', month: 'long' }).format(on(month, day));
}
