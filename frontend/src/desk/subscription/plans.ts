import type { Interval, Plan, Price, Resource, Subscription, UsageItem } from '../../api/billing';

/** In the order in which they are read, on every list alike. */
export const RESOURCES: readonly Resource[] = [
  'cards',
  'members',
  'locations',
  'programs',
  'mails_per_month',
  'requests_per_minute',
  'image_bytes',
];

/** What is there to stay; the rest begins anew each month or minute. */
const STOCKS: readonly Resource[] = ['cards', 'members', 'locations', 'programs', 'image_bytes'];

export function priceOf(plan: Plan, interval: Interval): Price | undefined {
  return plan.prices.find((price) => price.interval === interval && price.amount > 0);
}

export function isFree(plan: Plan): boolean {
  return plan.prices.every(({ amount }) => amount === 0);
}

/** What a year costs less than twelve months; nothing to boast of where it does not. */
export function yearlySaving(plan: Plan): number {
  const month = priceOf(plan, 'month');
  const year = priceOf(plan, 'year');
  return month && year ? Math.max(0, 12 * month.amount - year.amount) : 0;
}

export interface Excess {
  resource: Resource;
  used: number;
  limit: number;
}

/** What is used beyond what a plan contains. */
export function excess(usage: readonly UsageItem[], quotas: Plan['quotas']): Excess[] {
  return RESOURCES.filter((each) => STOCKS.includes(each)).flatMap((resource) => {
    const item = usage.find((each) => each.resource === resource);
    // What the plan of today has no room for will not fit into a smaller one.
    const used = (item?.used ?? 0) + (item?.frozen ?? 0);
    const limit = quotas[resource] ?? null;
    return limit !== null && used > limit ? [{ resource, used, limit }] : [];
  });
}

const OVER = ['canceled', 'incomplete', 'incomplete_expired'];

/** A subscription that lives: it is changed, not bought again. */
export function isSubscribed({ status }: Subscription): boolean {
  return status !== null && !OVER.includes(status);
}
