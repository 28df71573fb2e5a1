import { describe, expect, it } from 'vitest';
import type { Subscription, Usage, UsageItem } from '../../api/billing';
import { notices } from './standing';

const NOW = new Date('2026-11-22T12:00:00Z');

const subscription = (change: Partial<Subscription>): Subscription => ({
  plan: 'starter',
  state: 'active',
  until: null,
  interval: 'month',
  status: 'active',
  trial_end: null,
  period_end: null,
  cancel_at: null,
  past_due_since: null,
  read_only_on: null,
  read_only_since: null,
  payment_method: 'card',
  billing_available: true,
  disputed: false,
  open_checkout: null,
  ...change,
});

const usage = (state: Usage['state'], ...items: Partial<UsageItem>[]): Usage => ({
  plan: 'starter',
  state,
  items: items.map((item) => ({
    resource: 'cards',
    used: 0,
    limit: 100,
    period_ends_at: null,
    level: 'ok',
    frozen: 0,
    ...item,
  })),
});

const OPEN = { readOnlySince: null, memberFrozen: false };

const kinds = (...given: Parameters<typeof notices>) => notices(...given).map(({ kind }) => kind);

describe('what stands above every screen', () => {
  it('is nothing while all is well, and while nothing is known yet', () => {
    expect(notices({ ...OPEN }, NOW)).toEqual([]);
    const known = {
      ...OPEN,
      usage: usage('active', {}),
      subscription: subscription({}),
    };
    expect(notices(known, NOW)).toEqual([]);
  });

  it('is the closed office alone, whatever else there would be to say', () => {
    const known = {
      ...OPEN,
      readOnlySince: '2026-11-20T00:00:00Z',
      usage: usage('unpaid', { level: 'full' }),
    };
    expect(notices(known, NOW)).toEqual([{ kind: 'read_only', since: '2026-11-20T00:00:00Z' }]);
  });

  it('is the member’s own rest, where the plan has no room for them', () => {
    const known = { ...OPEN, memberFrozen: true, usage: usage('past_due', { level: 'full' }) };
    expect(notices(known, NOW)).toEqual([{ kind: 'member_frozen' }]);
  });

  it('names the day on which the office closes, to those who may know it', () => {
    const owner = subscription({ state: 'past_due', read_only_on: '2026-12-01T00:00:00Z' });
    expect(notices({ ...OPEN, subscription: owner }, NOW)).toEqual([
      { kind: 'payment_failed', readOnlyOn: '2026-12-01T00:00:00Z' },
    ]);
    expect(notices({ ...OPEN, usage: usage('past_due') }, NOW)).toEqual([
      { kind: 'payment_failed', readOnlyOn: null },
    ]);
  });

  it('speaks of the end of a trial in its last week only, and not where it was cancelled', () => {
    const until = (trial_end: string, change: Partial<Subscription> = {}) =>
      notices(
        {
          ...OPEN,
          subscription: subscription({ state: 'trial', trial_end, ...change }),
        },
        NOW,
      );
    expect(until('2026-12-22T12:00:00Z')).toEqual([]);
    expect(until('2026-11-29T12:00:00Z')).toMatchObject([
      { kind: 'trial_ends', days: 7, paid: true },
    ]);
    expect(until('2026-11-22T18:00:00Z', { payment_method: null })).toMatchObject([
      { days: 1, paid: false },
    ]);
    expect(until('2026-11-24T12:00:00Z', { cancel_at: '2026-11-24T12:00:00Z' })).toEqual([]);
  });

  it('speaks of what is full and still grows, and of whatever is above the plan', () => {
    const full = (...items: Partial<UsageItem>[]) =>
      kinds({ ...OPEN, usage: usage('free', ...items) }, NOW);
    expect(full({ level: 'near' })).toEqual([]);
    expect(full({ level: 'full' })).toEqual(['quota_full']);
    expect(full({ resource: 'locations', limit: 1, used: 1, level: 'full' })).toEqual([]);
    expect(full({ resource: 'programs', limit: 1, used: 1, level: 'full', frozen: 2 })).toEqual([
      'quota_full',
    ]);
    expect(full({ resource: 'locations', limit: 1, used: 2, level: 'over' })).toEqual([
      'quota_full',
    ]);
  });
});
