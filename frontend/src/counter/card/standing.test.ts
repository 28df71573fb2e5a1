import { describe, expect, it } from 'vitest';
import type { Card } from '../../api/types';
import { mayRedeem, rewardsOf, standingOf } from './standing';

const NOW = new Date('2026-05-04T10:00:00Z');

function card(changes: Partial<Card> = {}, program: Partial<Card['program']> = {}): Card {
  const rules = { units_per_visit: 1, cooldown_minutes: 30, daily_cap: 3, max_per_operation: 5 };
  const rewards = [
    { id: 'r5', name: 'Café', cost: 5 },
    { id: 'r10', name: 'Croissant', cost: 10 },
  ];
  return {
    status: 'active',
    balance: 6,
    earned_today: 0,
    next_earn_at: null,
    program: { status: 'active', rules, rewards, redeem_until: null, ...program },
    ...changes,
  } as Card;
}

describe('what may be done with a card', () => {
  it('stamps up to the rule, and never past the day’s cap', () => {
    expect(standingOf(card(), NOW)).toEqual({ kind: 'open', most: 3 });
    expect(standingOf(card({ earned_today: 2 }), NOW)).toEqual({ kind: 'open', most: 1 });
    expect(standingOf(card({ earned_today: 3 }), NOW)).toEqual({ kind: 'daily-cap', cap: 3 });
  });

  it('a visit’s own number is always allowed', () => {
    const rules = {
      units_per_visit: 8,
      cooldown_minutes: 0,
      daily_cap: null,
      max_per_operation: 5,
    } as Card['program']['rules'];
    expect(standingOf(card({}, { rules }), NOW)).toEqual({ kind: 'open', most: 8 });
  });

  it('waits for the cooldown, to the second', () => {
    const next_earn_at = '2026-05-04T10:00:01Z';
    expect(standingOf(card({ next_earn_at }), NOW).kind).toBe('cooldown');
    expect(standingOf(card({ next_earn_at }), new Date(next_earn_at)).kind).toBe('open');
  });

  it('says why nothing can be done', () => {
    expect(standingOf(card({ status: 'closed' }), NOW).kind).toBe('closed');
    expect(standingOf(card({}, { status: 'archived' }), NOW).kind).toBe('ended');
    expect(standingOf(card({}, { status: 'closing', redeem_until: '2026-06-01' }), NOW)).toEqual({
      kind: 'closing',
      until: '2026-06-01',
    });
  });
});

describe('rewards', () => {
  it('dearest first, with what is missing', () => {
    expect(rewardsOf(card()).map(({ reward, missing }) => [reward.name, missing])).toEqual([
      ['Croissant', 4],
      ['Café', 0],
    ]);
  });

  it('are given in a closing program until its last day', () => {
    expect(mayRedeem(card({}, { status: 'closing', redeem_until: '2026-05-04' }), NOW)).toBe(true);
    expect(mayRedeem(card({}, { status: 'closing', redeem_until: '2026-05-01' }), NOW)).toBe(false);
    expect(mayRedeem(card({ status: 'closed' }), NOW)).toBe(false);
  });
});
