import { plural } from './format';
import { useLanguage } from './LanguageProvider';
import type { Language } from './language';

/** What a program counts in: stamps, points, or a name of the merchant's own. */
export interface Counted {
  kind: 'stamps' | 'points';
  unit_name?: { one: string; many: string } | null;
}

const WORDS = {
  fr: { stamps: ['tampon', 'tampons'], points: ['point', 'points'] },
  en: { stamps: ['stamp', 'stamps'], points: ['point', 'points'] },
} as const;

/** "3 points" */
export type Units = (count: number) => string;

export function unitsIn(language: Language, { kind, unit_name }: Counted): Units {
  const [one, many] = unit_name ? [unit_name.one, unit_name.many] : WORDS[language][kind];
  return (count) => plural(language, count, one, many);
}

export function useUnits(counted: Counted): Units {
  return unitsIn(useLanguage().language, counted);
}

/** "points": the name alone, as it follows that number. */
export function unitName(language: Language, counted: Counted, count: number): string {
  return unitsIn(language, counted)(count).replace(/^.*\d\s/u, '');
}
