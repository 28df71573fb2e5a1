import { describe, expect, it } from 'vitest';
import { timeLeft } from './countdown';

const at = (seconds: number) => Date.parse('2026-11-22T09:00:00Z') + seconds * 1_000;
const UNTIL = '2026-11-22T09:10:00Z';

describe('how long a code is valid', () => {
  it('is told in minutes and seconds', () => {
    expect(timeLeft(UNTIL, at(0))).toBe('10:00');
    expect(timeLeft(UNTIL, at(55))).toBe('9:05');
    expect(timeLeft(UNTIL, at(599.5))).toBe('0:01');
  });

  it('ends', () => {
    expect(timeLeft(UNTIL, at(600))).toBeNull();
    expect(timeLeft(UNTIL, at(4_000))).toBeNull();
  });
});
