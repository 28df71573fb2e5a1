import type { Language } from '../../i18n/language';

/** Of the countries where the two languages are spoken in shops; any other stays choosable once set. */
const OFFERED = ['EUR', 'CHF', 'GBP', 'USD', 'CAD', 'MAD', 'TND', 'DZD', 'XOF', 'XAF', 'XPF'];

/** Currencies to choose from, by name, the present one among them. */
export function currencies(language: Language, current: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const codes = OFFERED.includes(current) ? OFFERED : [current, ...OFFERED];
  return codes.map((code) => ({ code, name: names.of(code) ?? code }));
}
