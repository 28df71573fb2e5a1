import type { Language } from './language';

/** Amounts are whole numbers of the currency's smallest unit: 1250 is « 12,50 € ». */
const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

/** How many digits stand behind the comma: two for the euro, none for the yen. */
export function decimals(currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits;
}

export function money(language: Language, amount: number, currency: string): string {
  return new Intl.NumberFormat(LOCALE[language], { style: 'currency', currency }).format(
    amount / 10 ** decimals(currency),
  );
}

/** « 12 € » where there are no cents: for sentences, not for columns. */
export function shortMoney(language: Language, amount: number, currency: string): string {
  const size = 10 ** decimals(currency);
  if (amount % size !== 0) return money(language, amount, currency);
  return new Intl.NumberFormat(LOCALE[language], {
    style: 'currency',
    currency,
    maximumFractionDigits: 0,
  }).format(amount / size);
}

/** As one types it: « 12,50 » or « 12.5 »; null where that is no amount (or too fine a one). */
export function readAmount(text: string, currency: string): number | null {
  const places = decimals(currency);
  const found = /^(\d*)(?:[.,](\d*))?$/.exec(text.replace(/[\s\u00a0\u202f€]/g, ''));
  if (!found || !(found[1] || found[2])) return null;
  const [, whole = '', rest = ''] = found;
  if (rest.length > places) return null;
  const amount = Number(whole + rest.padEnd(places, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** As a field shows it: « 12,50 », « 12 ». */
export function writeAmount(language: Language, amount: number, currency: string): string {
  const places = decimals(currency);
  const size = 10 ** places;
  return new Intl.NumberFormat(LOCALE[language], {
    useGrouping: false,
    minimumFractionDigits: amount % size === 0 ? 0 : places,
    maximumFractionDigits: places,
  }).format(amount / size);
}
