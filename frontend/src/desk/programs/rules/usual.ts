import type { ProgramKind, Rules } from '../../../api/types';

/** What a program begins with: the API's own defaults, and what most points programs do. */
const common = {
  cooldown_minutes: 0,
  daily_cap: null,
  monthly_cap: null,
  rounding: 'down',
  minimum_amount: null,
  items: [],
  bonuses: [],
  sponsorship: null,
  pending_days: 0,
  expiry: { kind: 'none' },
  warn_days: null,
  tiers: null,
  locations: [],
  redeem_value: null,
  redeem_minimum: null,
} satisfies Partial<Rules>;

export const stamps: Rules = {
  ...common,
  units_per_visit: 1,
  max_per_operation: 5,
  per_amount: null,
};

export const points: Rules = {
  ...common,
  units_per_visit: 0,
  max_per_operation: 10_000,
  per_amount: { units: 1, per: 100 },
};

export const usualRules = (kind: ProgramKind): Rules => (kind === 'stamps' ? stamps : points);
