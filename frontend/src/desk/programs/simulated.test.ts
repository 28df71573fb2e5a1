import { expect, it } from 'vitest';
import { latest } from './simulated';

// A Sunday afternoon.
const now = new Date(2026, 10, 22, 15, 30);

it.each([
  [2, '14:00', '2026-11-17 14:00'],
  [7, '15:30', '2026-11-22 15:30'],
  [7, '16:00', '2026-11-15 16:00'],
  [1, '09:05', '2026-11-16 09:05'],
])('day %i at %s was last on %s', (day, time, expected) => {
  const at = latest(day, time, now);
  expect(at.toLocaleString('sv-SE').slice(0, 16)).toBe(expected);
});
