import type { Bonus, Expiry, Rounding, Rules } from '../../../api/types';
import { formats } from '../../../i18n/format';
import type { Language } from '../../../i18n/language';
import { decimals, shortMoney } from '../../../i18n/money';
import { type Counted, type Units, unitsIn } from '../../../i18n/units';
import { sayWhen, type WhenWords } from './when';
import { en } from './words.en';
import { fr } from './words.fr';

/** A program's rules in plain words; what stands at its default is left unsaid where it can be. */

export interface SayWords {
  list(parts: string[]): string;
  perVisit(units: string): string;
  perCoin(units: string): string;
  perAmount(units: string, amount: string): string;
  perItem(units: string, item: string): string;
  perItems(count: number): string;
  nothing: string;
  /** `named`: the unit has a name of the merchant's own, whose gender nobody knows. */
  percent(percent: number, of: { many: boolean; named: boolean }): string;
  more(units: string): string;
  always: string;
  rounding: Record<Rounding, string>;
  minimum(amount: string): string;
  wait(duration: string): string;
  noWait: string;
  dailyCap(units: string): string;
  monthlyCap(units: string): string;
  caps(day: string, month: string): string;
  noCap: string;
  atOnce(units: string): string;
  pending(days: string): string;
  expiry: {
    none: string;
    after(months: string): string;
    fixed(day: string): string;
    inactivity(months: string): string;
  };
  warn(days: string): string;
  tiers(levels: string, months: string | null): string;
  tier(name: string, from: string, bonus: string): string;
  sponsorship(sponsor: string, friend: string): string;
  locations(names: string): string;
  redeemValue(units: string, value: string): string;
  redeemMinimum(units: string): string;
  minutes(n: number): string;
  hours(n: number): string;
  days(n: number): string;
  months(n: number): string;
  and(first: string, second: string): string;
  when: WhenWords;
}

const WORDS: Record<Language, SayWords> = { fr, en };

/** At most this many items are named; beyond, their number says more. */
const ITEMS_NAMED = 2;

export interface Say {
  /** « 1 point par euro, doublé le mardi de 14 h à 17 h. » */
  earning(rules: Rules): string;
  limits(rules: Rules): string;
  validity(rules: Rules): string;
  tiers(rules: Rules): string;
  sponsorship(rules: Rules): string;
  redeeming(rules: Rules): string;
  bonus(bonus: Bonus): string;
  duration(minutes: number): string;
  /** All of it, a sentence each. */
  everything(rules: Rules): string[];
}

export function sayer(language: Language, counted: Counted, currency: string): Say {
  const w = WORDS[language];
  const units = unitsIn(language, counted);
  const amount = (minor: number) => shortMoney(language, minor, currency);
  const named = Boolean(counted.unit_name);
  const bonus = (each: Bonus) => sayBonus(each, { language, w, units, many: true, named });

  const say: Say = {
    bonus,
    duration: (minutes) => duration(minutes, w),
    earning(rules) {
      const { parts, many } = sources(rules, { w, units, amount, currency });
      const extras = rules.bonuses.map((each) =>
        sayBonus(each, { language, w, units, many, named }),
      );
      const base = parts.length > 0 ? w.list(parts) : w.nothing;
      return sentence([base, extras.join(' ; ')].filter(Boolean).join(', '), language);
    },
    limits(rules) {
      const { daily_cap: day, monthly_cap: month } = rules;
      return [
        rules.minimum_amount && w.minimum(amount(rules.minimum_amount)),
        rules.per_amount && w.rounding[rules.rounding],
        rules.cooldown_minutes > 0 ? w.wait(duration(rules.cooldown_minutes, w)) : w.noWait,
        day !== null && month !== null
          ? w.caps(units(day), units(month))
          : day !== null
            ? w.dailyCap(units(day))
            : month !== null
              ? w.monthlyCap(units(month))
              : w.noCap,
        w.atOnce(units(rules.max_per_operation)),
      ]
        .filter(Boolean)
        .join(' ');
    },
    validity: (rules) =>
      [
        rules.pending_days > 0 && w.pending(w.days(rules.pending_days)),
        sayExpiry(rules.expiry, language, w),
        rules.expiry.kind !== 'none' && rules.warn_days && w.warn(w.days(rules.warn_days)),
      ]
        .filter(Boolean)
        .join(' '),
    tiers({ tiers }) {
      if (!tiers || tiers.levels.length === 0) return '';
      const levels = tiers.levels.map(({ name, threshold, percent }) =>
        w.tier(name, units(threshold), percent > 100 ? `+\u00a0${percent - 100}\u00a0%` : ''),
      );
      return w.tiers(
        levels.join(', '),
        tiers.window_months === null ? null : w.months(tiers.window_months),
      );
    },
    sponsorship: ({ sponsorship }) =>
      sponsorship
        ? w.sponsorship(units(sponsorship.sponsor_units), units(sponsorship.friend_units))
        : '',
    redeeming: ({ redeem_value, redeem_minimum }) =>
      [
        redeem_value && w.redeemValue(units(redeem_value.units), amount(redeem_value.value)),
        redeem_value && redeem_minimum && w.redeemMinimum(units(redeem_minimum)),
      ]
        .filter(Boolean)
        .join(' '),
    everything: (rules) =>
      [
        say.earning(rules),
        say.limits(rules),
        say.validity(rules),
        say.tiers(rules),
        say.sponsorship(rules),
        say.redeeming(rules),
      ].filter(Boolean),
  };
  return say;
}

interface Source {
  w: SayWords;
  units: Units;
  amount: (minor: number) => string;
  currency: string;
}

/** What earns, and whether more than one unit of it is spoken of. */
function sources(rules: Rules, { w, units, amount, currency }: Source) {
  const { per_amount: per, units_per_visit: visit, items } = rules;
  const coin = currency === 'EUR' && per?.per === 10 ** decimals(currency);
  const parts: string[] = [];
  if (per) {
    parts.push(coin ? w.perCoin(units(per.units)) : w.perAmount(units(per.units), amount(per.per)));
  }
  if (visit > 0) parts.push(w.perVisit(units(visit)));
  if (items.length > ITEMS_NAMED) parts.push(w.perItems(items.length));
  else parts.push(...items.map((item) => w.perItem(units(item.units), item.name || item.sku)));
  const only = parts.length === 1 ? (per?.units ?? (visit || items[0]?.units)) : 2;
  return { parts, many: (only ?? 2) > 1 };
}

interface BonusVoice {
  language: Language;
  w: SayWords;
  units: Units;
  many: boolean;
  named: boolean;
}

function sayBonus({ percent, units: more, when }: Bonus, voice: BonusVoice): string {
  const { language, w, units, many, named } = voice;
  const what = [percent && w.percent(percent, { many, named }), more && w.more(units(more))].filter(
    (part): part is string => typeof part === 'string',
  );
  return [w.list(what), sayWhen(when, language, w.when) || w.always].filter(Boolean).join(' ');
}

function sayExpiry(expiry: Expiry, language: Language, w: SayWords): string {
  switch (expiry.kind) {
    case 'none':
      return w.expiry.none;
    case 'after_earning':
      return w.expiry.after(w.months(expiry.months));
    case 'inactivity':
      return w.expiry.inactivity(w.months(expiry.months));
    case 'fixed_day': {
      const two = (n: number) => String(n).padStart(2, '0');
      // A leap year, so that 29 February has a name.
      return w.expiry.fixed(
        formats(language).dayMonth(`2024-${two(expiry.month)}-${two(expiry.day)}`),
      );
    }
  }
}

/** 90 → "1 h 30 min"; never more than two parts, because nobody sets a pause to the minute over days. */
function duration(minutes: number, words: SayWords): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const parts = [
    days > 0 && words.days(days),
    hours > 0 && words.hours(hours),
    rest > 0 && words.minutes(rest),
  ].filter((part): part is string => typeof part === 'string');
  const [first, second] = parts;
  if (first === undefined) return words.minutes(0);
  return second === undefined ? first : words.and(first, second);
}

/** A capital and a full stop; French puts a space before the semicolon, English does not. */
function sentence(text: string, language: Language): string {
  const spaced =
    language === 'fr' ? text.replaceAll(' ; ', '\u202f; ') : text.replaceAll(' ; ', '; ');
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}.`;
}
