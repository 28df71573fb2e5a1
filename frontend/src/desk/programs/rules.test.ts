import { describe, expect, it } from 'vitest';
import { contrast, isReadable } from './contrast';
import {
  duration,
  joinPause,
  ruleProblems,
  ruleSentences,
  splitPause,
  visitsToReward,
} from './rules';
import { start, TEMPLATES } from './templates';
import { texts } from './texts';

const rules = { units_per_visit: 1, cooldown_minutes: 120, daily_cap: 3, max_per_operation: 3 };

describe('ruleSentences', () => {
  it('says the rules in French', () => {
    expect(ruleSentences(rules, texts.fr.rules.words)).toEqual([
      'Chaque visite vaut 1 tampon.',
      'Il faut 2 heures entre deux visites.',
      'Une carte reçoit au plus 3 tampons par jour.',
      'Au comptoir, on donne au plus 3 tampons à la fois.',
    ]);
  });

  it('says them in English, without a pause and a cap as well', () => {
    const open = { units_per_visit: 2, cooldown_minutes: 0, daily_cap: null, max_per_operation: 5 };
    expect(ruleSentences(open, texts.en.rules.words)).toEqual([
      'Each visit is worth 2 stamps.',
      'No waiting time between two visits.',
      'No limit per day.',
      'At the counter, at most 5 stamps are given at a time.',
    ]);
  });
});

describe('duration', () => {
  it.each([
    [1, '1 minute'],
    [90, '1 heure et 30 minutes'],
    [1440, '1 jour'],
    [1500, '1 jour et 1 heure'],
    [2880, '2 jours'],
  ])('%i minutes is %s', (minutes, expected) => {
    expect(duration(minutes, texts.fr.rules.words)).toBe(expected);
  });

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
