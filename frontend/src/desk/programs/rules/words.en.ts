import { plural } from '../../../i18n/format';
import type { SayWords } from './say';

const list = (parts: string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(parts);

const TIMES: Record<number, string> = { 200: 'doubled', 300: 'tripled' };

export const en: SayWords = {
  list,
  perVisit: (units) => `${units} per visit`,
  perCoin: (units) => `${units} per euro`,
  perAmount: (units, amount) => `${units} per ${amount}`,
  perItem: (units, item) => `${units} for “${item}”`,
  perItems: (count) => `points of their own for ${plural('en', count, 'item', 'items')}`,
  nothing: 'Nothing is earned so far',
  percent: (percent) =>
    TIMES[percent] ?? (percent > 100 ? `${percent - 100}% more` : `${percent}%`),
  more: (units) => `${units} more`,
  always: 'at all times',
  rounding: {
    down: 'Fractions are rounded down.',
    nearest: 'Fractions are rounded to the nearest.',
    up: 'Fractions are rounded up.',
  },
  minimum: (amount) => `From a purchase of ${amount}.`,
  wait: (duration) => `There must be ${duration} between two visits.`,
  noWait: 'No waiting time between two visits.',
  dailyCap: (units) => `A card gets at most ${units} per day.`,
  monthlyCap: (units) => `A card gets at most ${units} per month.`,
  caps: (day, month) => `A card gets at most ${day} per day and ${month} per month.`,
  noCap: 'No limit per day.',
  atOnce: (units) => `At the counter, at most ${units} are given at a time.`,
  pending: (days) => `Usable ${days} after the purchase.`,
  expiry: {
    none: 'Nothing expires.',
    after: (months) => `Everything expires ${months} after it was earned, at the end of the month.`,
    fixed: (day) => `Everything expires each year on ${day}.`,
    inactivity: (months) => `Everything expires after ${months} without a visit.`,
  },
  warn: (days) => `The customer is told ${days} before.`,
  tiers: (levels, months) =>
    `Tiers, counted ${months ? `over the last ${months}` : 'since joining'}: ${levels}.`,
  tier: (name, from, bonus) => `${name} from ${from}${bonus ? ` (${bonus})` : ''}`,
  sponsorship: (sponsor, friend) =>
    `Referral: ${sponsor} for the sponsor and ${friend} for the friend, at their first visit.`,
  locations: (names) => `Valid only here: ${names}.`,
  redeemValue: (units, value) => `${units} are worth ${value} at the till.`,
  redeemMinimum: (units) => `They can be used from ${units}.`,
  minutes: (n) => plural('en', n, 'minute', 'minutes'),
  hours: (n) => plural('en', n, 'hour', 'hours'),
  days: (n) => plural('en', n, 'day', 'days'),
  months: (n) => plural('en', n, 'month', 'months'),
  and: (first, second) => `${first} and ${second}`,
  when: {
    day: (name) => `on ${name}s`,
    days: (names) => `on ${list(names.map((name) => `${name}s`))}`,
    range: (first, last) => `${first} to ${last}`,
    hour: (hours, minutes) => `${hours}:${String(minutes).padStart(2, '0')}`,
    between: (from, to) => `from ${from} to ${to}`,
    from: (time) => `from ${time}`,
    until: (time) => `until ${time}`,
    birthdayMonth: 'in the month of the birthday',
    firstVisit: 'at the first visit',
    dates: (from, until) => `from ${from} to ${until}`,
    fromDate: (date) => `from ${date}`,
    untilDate: (date) => `until ${date}`,
  },
};
