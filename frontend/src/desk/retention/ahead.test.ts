import { describe, expect, it } from 'vitest';
import { dayIn, everyDayAhead } from './ahead';

const going = (day: string, rows: number, table = 'customers') => ({
  day,
  rows,
  table,
  rule: 'customer.last_activity',
});

describe('the days ahead', () => {
  it('are all there, each with the rows of all tables', () => {
    const days = everyDayAhead(
      [going('2026-02-28', 2), going('2026-03-01', 3), going('2026-03-01', 4, 'cards')],
      '2026-02-27',
      3,
    );
    expect(days).toEqual([
      { day: '2026-02-27', rows: 0 },
      { day: '2026-02-28', rows: 2 },
      { day: '2026-03-01', rows: 7 },
      { day: '2026-03-02', rows: 0 },
    ]);
  });

  it('begin with the shop’s day where the browser’s clock is ahead', () => {
    expect(everyDayAhead([going('2026-02-26', 1)], '2026-02-27', 1)[0]).toEqual({
      day: '2026-02-26',
      rows: 1,
    });
  });

  it('are the shop’s', () => {
    expect(dayIn('Europe/Paris', new Date('2026-02-27T23:30:00Z'))).toBe('2026-02-28');
  });
});
