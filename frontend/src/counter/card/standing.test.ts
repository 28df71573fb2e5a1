import { describe, expect, it } from 'vitest';
import type { Card, RulesOfCard as Rules } from '../../api/types';
import {
  discountOf,
  earnsBySale,
  isReady,
  leastForDiscount,
  mayRedeem,
  rewardsOf,
  soon,
  standingOf,
} from './standing';
import { isPart } from './useSale';

const NOW = new Date('2026-05-04T10:00:00Z');

function card(changes: Partial<Card> = {}, program: Partial<Card['program']> = {}): Card {
  const rules = { units_per_visit: 1, cooldown_minutes: 30, daily_cap: 3, max_per_operation: 5 };
  const rewards = [
    { id: 'r5', name: 'Café', cost: 5, in_stock: true },
    { id: 'r10', name: 'Croissant', cost: 10, in_stock: true },
  ];
  return {
    status: 'active',
    balance: 6,
    available: 6,
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
    expect(standingOf(card({ frozen: true }), NOW).kind).toBe('resting');
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

  it('are paid with what is available, and not given when gone, early or late', () => {
    const offer = { cost: 5, in_stock: true, valid_from: null, valid_until: null };
    const rewards = [
      { ...offer, name: 'now' },
      { ...offer, name: 'gone', in_stock: false },
      { ...offer, name: 'early', valid_from: '2026-05-05' },
      { ...offer, name: 'late', valid_until: '2026-05-03' },
      { ...offer, name: 'last day', valid_until: '2026-05-04' },
    ] as Card['program']['rewards'];
    const names = (available: number) =>
      rewardsOf(card({ balance: 9, available }, { rewards }), NOW)
        .filter(isReady)
        .map(({ reward }) => reward.name);
    expect(names(5)).toEqual(['now', 'last day']);
    expect(names(4)).toEqual([]);
  });

  it('are given in a closing program until its last day', () => {
    expect(mayRedeem(card({}, { status: 'closing', redeem_until: '2026-05-04' }), NOW)).toBe(true);
    expect(mayRedeem(card({}, { status: 'closing', redeem_until: '2026-05-01' }), NOW)).toBe(false);
    expect(mayRedeem(card({ status: 'closed' }), NOW)).toBe(false);
  });
});

describe('points', () => {
  const rules = { redeem_value: { units: 100, value: 550 }, redeem_minimum: null } as Rules;

  it('are worth whole cents, rounded down as the service does', () => {
    expect(discountOf(rules, 100)).toBe(550);
    expect(discountOf(rules, 33)).toBe(181);
    expect(leastForDiscount(rules)).toBe(1);
    expect(leastForDiscount({ ...rules, redeem_value: { units: 100, value: 30 } })).toBe(4);
    expect(leastForDiscount({ ...rules, redeem_minimum: 50 })).toBe(50);
  });

  it('follow from a sale where the rules speak of one', () => {
    const stamps = { per_amount: null, minimum_amount: null, units_per_visit: 1 } as Rules;
    expect(earnsBySale(stamps)).toBe(false);
    expect(earnsBySale({ ...stamps, units_per_visit: 0 })).toBe(true);
    expect(earnsBySale({ ...stamps, minimum_amount: 500 })).toBe(true);
    expect(earnsBySale({ ...stamps, per_amount: { units: 1, per: 100 } })).toBe(true);
  });

  it('about to expire are told within the warning the merchant chose', () => {
    expect(soon('2026-05-20T00:00:00Z', null, NOW)).toBe(true);
    expect(soon('2026-05-20T00:00:00Z', 7, NOW)).toBe(false);
  });
});

it.each([
  ['', true],
  ['12', true],
  ['12,', true],
  ['12,5', true],
  ['12.50', true],
  ['12,505', false],
  ['1,2,3', false],
  ['12a', false],
  ['12345678', false],
])('%j may be the beginning of an amount: %s', (text, expected) => {
  expect(isPart(text)).toBe(expected);
});
