import { describe, expect, it } from 'vitest';
import type { Card, Entry } from '../../api/types';
import { bestReward, shownNumber } from './CardPanel';
import { inOrder, programsHeld } from './Cards';
import { byMonth, isReversible } from './timeline';

const entry = (occurred_at: string, extra: Partial<Entry> = {}) =>
  ({ id: occurred_at, kind: 'earn', reversed: false, occurred_at, ...extra }) as Entry;

describe('byMonth', () => {
  it('keeps the order and opens a new month only when the month changes', () => {
    const months = byMonth(
      [{ at: '2026-11-22T09:00' }, { at: '2026-11-22T08:00' }, { at: '2026-10-20T10:00' }],
      (at) => at.slice(0, 7),
    );
    expect(months.map(({ name, items }) => [name, items.length])).toEqual([
      ['2026-11', 2],
      ['2026-10', 1],
    ]);
  });
});

describe('isReversible', () => {
  it('leaves reversals and what is reversed already alone', () => {
    expect(isReversible(entry('x'))).toBe(true);
    expect(isReversible(entry('x', { reversed: true }))).toBe(false);
    expect(isReversible(entry('x', { kind: 'reverse' }))).toBe(false);
    expect(isReversible(entry('x', { kind: 'expire' }))).toBe(false);
  });
});

describe('cards', () => {
  const card = (balance: number, status: Card['status'], programId = 'p') =>
    ({
      balance,
      status,
      program: {
        id: programId,
        rewards: [
          { id: 'a', name: 'Café', cost: 5 },
          { id: 'b', name: 'Pain', cost: 10 },
        ],
      },
    }) as Card;

  it('puts open cards first, the fullest on top', () => {
    const sorted = inOrder([card(9, 'closed'), card(1, 'active'), card(4, 'active')]);
    expect(sorted.map(({ balance }) => balance)).toEqual([4, 1, 9]);
  });

  it('counts a program as held only by an active card', () => {
    expect([...programsHeld([card(1, 'closed', 'x'), card(1, 'active', 'y')])]).toEqual(['y']);
  });

  it('offers the dearest reward the balance pays for', () => {
    expect(bestReward(card(4, 'active'))).toBeNull();
    expect(bestReward(card(7, 'active'))?.name).toBe('Café');
    expect(bestReward(card(12, 'active'))?.name).toBe('Pain');
  });

  it('groups a card number once', () => {
    expect(shownNumber('7K3M9QXP')).toBe('7K3M-9QXP');
    expect(shownNumber('7K3M-9QXP')).toBe('7K3M-9QXP');
  });
});
