import type { Resource, Subscription, Usage, UsageItem } from '../../api/billing';

/** What is worth saying above every screen about the plan. Pure, so that each case is tested. */
export type Notice =
  | { kind: 'read_only'; since: string }
  | { kind: 'member_frozen' }
  | { kind: 'payment_failed'; readOnlyOn: string | null }
  | { kind: 'trial_ends'; days: number; on: string; paid: boolean }
  | { kind: 'quota_full'; resources: Resource[] };

/** Earlier than that it would only be in the way. */
const TRIAL_NOTICE_DAYS = 7;
const DAY = 86_400_000;

interface Known {
  readOnlySince: string | null;
  memberFrozen: boolean;
  usage?: Usage | undefined;
  subscription?: Subscription | undefined;
}

/** At most two: the money, and what is full. A closed office says the rest by itself. */
export function notices(
  { readOnlySince, memberFrozen, usage, subscription }: Known,
  now: Date,
): Notice[] {
  if (readOnlySince) return [{ kind: 'read_only', since: readOnlySince }];
  // Whoever can only read is not asked to do anything about the rest.
  if (memberFrozen) return [{ kind: 'member_frozen' }];
  const found: Notice[] = [];
  const state = subscription?.state ?? usage?.state;
  if (state === 'past_due') {
    found.push({ kind: 'payment_failed', readOnlyOn: subscription?.read_only_on ?? null });
  } else if (state === 'trial' && subscription?.trial_end && !subscription.cancel_at) {
    const days = Math.ceil((new Date(subscription.trial_end).getTime() - now.getTime()) / DAY);
    if (days >= 0 && days <= TRIAL_NOTICE_DAYS) {
      const paid = subscription.payment_method !== null;
      found.push({ kind: 'trial_ends', days, on: subscription.trial_end, paid });
    }
  }
  const resources = usage?.items.filter(isPressing).map(({ resource }) => resource) ?? [];
  if (resources.length > 0) found.push({ kind: 'quota_full', resources });
  return found;
}

/** A shop of one person in one place has its one place full from the first day, and misses nothing. */
const GROWS: readonly Resource[] = ['cards', 'mails_per_month', 'image_bytes'];

/** Full where things still come, or above what the plan contains. */
export function isPressing({ resource, level, frozen }: UsageItem): boolean {
  return level === 'over' || frozen > 0 || (level === 'full' && GROWS.includes(resource));
}
