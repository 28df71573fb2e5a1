import { describe, expect, it } from 'vitest';
import { contrast, isReadable } from './contrast';
import { joinPause, ruleProblems, splitPause, visitsToReward } from './rules';
import { start, TEMPLATES } from './templates';

const rules = { units_per_visit: 1, daily_cap: 3, monthly_cap: null, max_per_operation: 3 };

describe('a pause', () => {
  it('survives the way through the form', () => {
    for (const minutes of [0, 15, 60, 90, 1440, 4320]) {
      const { amount, unit } = splitPause(minutes);
      expect(joinPause(amount, unit)).toBe(minutes);
    }
    expect(splitPause(120)).toEqual({ amount: 2, unit: 'hours' });
  });
});

describe('ruleProblems', () => {
  it('finds what the counter would stumble over', () => {
    expect(ruleProblems(rules)).toEqual([]);
    expect(ruleProblems({ ...rules, units_per_visit: 4 })).toEqual([
      'visit_over_operation',
      'visit_over_cap',
    ]);
    expect(ruleProblems({ ...rules, max_per_operation: 5 })).toEqual(['operation_over_cap']);
    expect(ruleProblems({ ...rules, daily_cap: null, max_per_operation: 5 })).toEqual([]);
  });

  it('takes a points program’s far-off maximum for what it is', () => {
    const points = {
      units_per_visit: 0,
      daily_cap: 500,
      monthly_cap: 400,
      max_per_operation: 10_000,
    };
    expect(ruleProblems(points)).toEqual(['day_over_month']);
  });

  it('counts visits, not stamps', () => {
    expect(visitsToReward(10, 1)).toBe(10);
    expect(visitsToReward(10, 3)).toBe(4);
  });
});

describe('templates', () => {
  it.each(TEMPLATES)('%s starts readable, with an accent that can be seen', (name) => {
    const { design } = start(name);
    expect(isReadable(design.foreground, design.background)).toBe(true);
    expect(contrast(design.accent, design.background)).toBeGreaterThanOrEqual(3);
  });
});
