import { describe, expect, it } from 'vitest';
import { daysOf, todayIn, wishOf } from './periods';
import { statisticsSearch } from './search';

describe('daysOf', () => {
  const today = '2026-03-15';
  it.each([
    [undefined, '2026-02-14', '2026-03-15'],
    ['7d', '2026-03-09', '2026-03-15'],
    ['90d', '2025-12-16', '2026-03-15'],
    ['month', '2026-03-01', '2026-03-15'],
    ['last_month', '2026-02-01', '2026-02-28'],
    ['12m', '2025-04-01', '2026-03-15'],
    ['year', '2026-01-01', '2026-03-15'],
  ] as const)('%s', (period, from, to) => {
    expect(daysOf({ period }, today)).toEqual({ from, to });
  });

  it('takes days of one’s own', () => {
    const search = statisticsSearch({ period: 'own', from: '2024-02-29', to: '2024-03-01' });
    expect(wishOf(search, today)).toMatchObject({
      from: '2024-02-29',
      to: '2024-03-01',
      compare: 'previous',
    });
  });
});

it('understands only what the screen has', () => {
  expect(statisticsSearch({ period: 'own', from: 'x', compare: 'last', figure: 'profit' })).toEqual(
    {},
  );
  expect(statisticsSearch({ period: '30d', figure: 'redemptions', compare: 'year' })).toEqual({
    figure: 'redemptions',
    compare: 'year',
  });
});

it('knows the day at the shop', () => {
  const late = new Date('2026-03-01T23:30:00Z');
  expect(todayIn('Europe/Paris', late)).toBe('2026-03-02');
  expect(todayIn('America/Guadeloupe', late)).toBe('2026-03-01');
});
