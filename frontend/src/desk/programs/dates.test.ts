import { expect, it } from 'vitest';
import { inDays, today } from './dates';

it('counts calendar days over months, years and the change of the clocks', () => {
  expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  expect(inDays(60, new Date(2026, 10, 22))).toBe('2027-01-21');
  expect(inDays(1, new Date(2026, 2, 28, 12))).toBe('2026-03-29');
  expect(inDays(2, new Date(2026, 2, 28, 12))).toBe('2026-03-30');
});
