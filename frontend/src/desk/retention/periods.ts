import { plural } from '../../i18n/format';
import type { Language } from '../../i18n/language';

export const UNITS = ['D', 'M', 'Y'] as const;
export type Unit = (typeof UNITS)[number];

export interface Period {
  count: number;
  unit: Unit;
}

const FORM = /^P(\d{1,3})([DMY])$/;
const WORDS: Record<Language, Record<Unit, [one: string, other: string]>> = {
  fr: { D: ['jour', 'jours'], M: ['mois', 'mois'], Y: ['an', 'ans'] },
  en: { D: ['day', 'days'], M: ['month', 'months'], Y: ['year', 'years'] },
};

/** `P18M`; of what is none: null. */
export function parsePeriod(text: string): Period | null {
  const found = FORM.exec(text);
  return found ? { count: Number(found[1]), unit: found[2] as Unit } : null;
}

export const periodOf = ({ count, unit }: Period): string => `P${count}${unit}`;

/** « 18 mois », "3 years". */
export function periodText(text: string, language: Language): string {
  const period = parsePeriod(text);
  if (!period) return text;
  return plural(language, period.count, ...WORDS[language][period.unit]);
}

/** How long it is on average, to draw one beside another. */
export function lengthOf(text: string): number {
  const period = parsePeriod(text);
  return period ? period.count * { D: 1, M: 30.44, Y: 365.24 }[period.unit] : 0;
}

/** Where a period stands between floor and ceiling, 0 to 1. */
export function placeOf(text: string, floor: string, ceiling: string): number {
  const [low, high] = [lengthOf(floor), lengthOf(ceiling)];
  if (high <= low) return 1;
  return Math.min(1, Math.max(0, (lengthOf(text) - low) / (high - low)));
}
