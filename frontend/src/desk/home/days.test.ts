import { describe, expect, it } from 'vitest';
import { againstWeekBefore, everyDay, ticks, total } from './days';

describe('everyDay', () => {
  it("fills days without a visit, across a month's end", () => {
    expect(
      everyDay(
        [
          { date: '2026-02-27', visits: 3 },
          { date: '2026-03-01', visits: 2 },
        ],
        4,
      ),
    ).toEqual([
      { date: '2026-02-26', visits: 0 },
      { date: '2026-02-27', visits: 3 },
      { date: '2026-02-28', visits: 0 },
      { date: '2026-03-01', visits: 2 },
    ]);
    expect(everyDay([], 14)).toEqual([]);
  });
});

describe('ticks', () => {
  it.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [18, [0, 5, 10, 15, 20]],
    [96, [0, 50, 100]],
    [214, [0, 100, 200, 300]],
  ])('for %i', (maximum, expected) => {
    expect(ticks(maximum)).toEqual(expected);
  });
});

describe('againstWeekBefore', () => {
  const days = (first: number, second: number) =>
    Array.from({ length: 14 }, (_, i) => ({
      date: `2026-01-${10 + i}`,
      visits: i < 7 ? first : second,
    }));

  it('compares whole days with the same weekdays before, today left out', () => {
    expect(total(days(10, 12))).toBe(154);
    expect(againstWeekBefore(days(10, 12))).toBe(20);
    expect(againstWeekBefore(days(10, 5))).toBe(-50);
    expect(againstWeekBefore(days(0, 5))).toBeNull();
    expect(againstWeekBefore([])).toBeNull();
    const quietToday = days(10, 10).map((day, i) => (i === 13 ? { ...day, visits: 0 } : day));
    expect(againstWeekBefore(quietToday)).toBe(0);
  });
});
