import type { Bonus, BonusWhen, Expiry, Rounding, Rules, TierLevel } from '../../../api/types';
import type { Language } from '../../../i18n/language';
import { readAmount, writeAmount } from '../../../i18n/money';
import { joinPause, type PauseUnit, splitPause } from '../rules';

/** A program's rules as the form holds them: numbers and amounts are text while they are typed. */
export interface RulesForm {
  per_visit: string;
  by_amount: boolean;
  amount_units: string;
  amount_per: string;
  rounding: Rounding;
  minimum: string;
  items: ItemForm[];
  bonuses: BonusForm[];
  pause: string;
  pause_unit: PauseUnit;
  daily_cap: string;
  monthly_cap: string;
  max_per_operation: string;
  sponsored: boolean;
  sponsor_units: string;
  friend_units: string;
  pending_days: string;
  expiry: Expiry['kind'];
  expiry_months: string;
  expiry_month: string;
  expiry_day: string;
  warn_days: string;
  tiered: boolean;
  window_months: string;
  levels: LevelForm[];
  locations: string[];
  worth: boolean;
  worth_units: string;
  worth_value: string;
  redeem_minimum: string;
}

export interface ItemForm {
  key: string;
  sku: string;
  name: string;
  units: string;
}

export interface BonusForm
  extends Omit<BonusWhen, 'weekdays' | 'from' | 'to' | 'valid_from' | 'valid_until'> {
  key: string;
  id?: string;
  name: string;
  weekdays: number[];
  from: string;
  to: string;
  valid_from: string;
  valid_until: string;
  percent: string;
  units: string;
}

export interface LevelForm {
  key: string;
  id?: string;
  name: string;
  threshold: string;
  /** What is given on top, in percent: 25 for a level whose `percent` is 125. */
  extra: string;
}

/** How amounts are written and read here. */
export interface Purse {
  language: Language;
  currency: string;
}

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : String(value);

export function rulesFormOf(rules: Rules, { language, currency }: Purse): RulesForm {
  const amount = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : writeAmount(language, value, currency);
  const { amount: pause, unit: pause_unit } = splitPause(rules.cooldown_minutes);
  const { expiry, per_amount, sponsorship, tiers, redeem_value } = rules;
  return {
    per_visit: text(rules.units_per_visit),
    by_amount: per_amount !== null,
    amount_units: text(per_amount?.units ?? 1),
    amount_per: per_amount ? amount(per_amount.per) : '1',
    rounding: rules.rounding,
    minimum: amount(rules.minimum_amount),
    items: rules.items.map((item) => ({ ...item, key: item.sku, units: text(item.units) })),
    bonuses: rules.bonuses.map((bonus, index) => bonusForm(bonus, `old-${index}`)),
    pause: text(pause),
    pause_unit,
    daily_cap: text(rules.daily_cap),
    monthly_cap: text(rules.monthly_cap),
    max_per_operation: text(rules.max_per_operation),
    sponsored: sponsorship !== null,
    sponsor_units: text(sponsorship?.sponsor_units ?? 10),
    friend_units: text(sponsorship?.friend_units ?? 10),
    pending_days: text(rules.pending_days),
    expiry: expiry.kind,
    expiry_months: text('months' in expiry ? expiry.months : 12),
    expiry_month: text(expiry.kind === 'fixed_day' ? expiry.month : 12),
    expiry_day: text(expiry.kind === 'fixed_day' ? expiry.day : 31),
    warn_days: text(rules.warn_days),
    tiered: tiers !== null,
    window_months: text(tiers?.window_months),
    levels: (tiers?.levels ?? []).map(({ id, name, threshold, percent }, index) => ({
      key: id ?? `old-${index}`,
      ...(id && { id }),
      name,
      threshold: text(threshold),
      extra: text(percent - 100),
    })),
    locations: rules.locations,
    worth: redeem_value !== null,
    worth_units: text(redeem_value?.units ?? 100),
    worth_value: redeem_value ? amount(redeem_value.value) : '5',
    redeem_minimum: text(rules.redeem_minimum),
  };
}

function bonusForm({ id, name, when, percent, units }: Bonus, key: string): BonusForm {
  return {
    key: id ?? key,
    ...(id && { id }),
    name,
    weekdays: when.weekdays ?? [],
    from: (when.from ?? '').slice(0, 5),
    to: (when.to ?? '').slice(0, 5),
    birthday_month: when.birthday_month,
    first_visit: when.first_visit,
    valid_from: when.valid_from ?? '',
    valid_until: when.valid_until ?? '',
    percent: text(percent),
    units: text(units),
  };
}

export const newBonus = (name: string): BonusForm => ({
  key: crypto.randomUUID(),
  name,
  weekdays: [2],
  from: '14:00',
  to: '17:00',
  birthday_month: false,
  first_visit: false,
  valid_from: '',
  valid_until: '',
  percent: '200',
  units: '',
});

/** Whole and at least `least`; a half-typed number counts as `least` and the browser asks for the rest. */
export function whole(typed: string, least: number): number {
  const value = Math.trunc(Number(typed));
  return Number.isFinite(value) ? Math.max(value, least) : least;
}

const wholeOrNone = (typed: string, least: number) =>
  typed.trim() === '' ? null : whole(typed, least);

export function readRules(form: RulesForm, { currency }: Purse): Rules {
  const amount = (typed: string) => readAmount(typed, currency) || null;
  return {
    units_per_visit: whole(form.per_visit, 0),
    cooldown_minutes: joinPause(whole(form.pause, 0), form.pause_unit),
    daily_cap: wholeOrNone(form.daily_cap, 1),
    monthly_cap: wholeOrNone(form.monthly_cap, 1),
    max_per_operation: whole(form.max_per_operation, 1),
    per_amount: form.by_amount
      ? { units: whole(form.amount_units, 1), per: amount(form.amount_per) ?? 1 }
      : null,
    rounding: form.rounding,
    minimum_amount: amount(form.minimum),
    items: form.items.map(({ sku, name, units }) => ({
      sku: sku.trim(),
      name: name.trim(),
      units: whole(units, 1),
    })),
    bonuses: form.bonuses.map(readBonus),
    sponsorship: form.sponsored
      ? { sponsor_units: whole(form.sponsor_units, 0), friend_units: whole(form.friend_units, 0) }
      : null,
    pending_days: whole(form.pending_days, 0),
    expiry: readExpiry(form),
    warn_days: wholeOrNone(form.warn_days, 1),
    tiers:
      form.tiered && form.levels.length > 0
        ? { window_months: wholeOrNone(form.window_months, 1), levels: form.levels.map(readLevel) }
        : null,
    locations: form.locations,
    redeem_value: form.worth
      ? { units: whole(form.worth_units, 1), value: amount(form.worth_value) ?? 1 }
      : null,
    redeem_minimum: form.worth ? wholeOrNone(form.redeem_minimum, 1) : null,
  };
}

export function readBonus(form: BonusForm): Bonus {
  const percent = wholeOrNone(form.percent, 101);
  const units = wholeOrNone(form.units, 1);
  return {
    ...(form.id && { id: form.id }),
    name: form.name.trim(),
    when: {
      weekdays: form.weekdays.length > 0 ? form.weekdays : null,
      from: form.from || null,
      to: form.to || null,
      birthday_month: form.birthday_month,
      first_visit: form.first_visit,
      valid_from: form.valid_from || null,
      valid_until: form.valid_until || null,
    },
    percent,
    units,
  };
}

function readLevel({ id, name, threshold, extra }: LevelForm): TierLevel {
  return {
    ...(id && { id }),
    name: name.trim(),
    threshold: whole(threshold, 1),
    percent: 100 + whole(extra, 0),
  };
}

function readExpiry(form: RulesForm): Expiry {
  const months = whole(form.expiry_months, 1);
  switch (form.expiry) {
    case 'none':
      return { kind: 'none' };
    case 'fixed_day':
      return {
        kind: 'fixed_day',
        month: Math.min(whole(form.expiry_month, 1), 12),
        day: Math.min(whole(form.expiry_day, 1), 31),
      };
    default:
      return { kind: form.expiry, months };
  }
}
