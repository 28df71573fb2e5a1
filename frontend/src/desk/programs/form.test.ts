import { describe, expect, it } from 'vitest';
import type { Program } from '../../api/types';
import { compare, resolve } from '../conflict/merge';
import { changeOf, changesRules, fieldsOf, formOf, readForm } from './form';
import { start } from './templates';

const program = {
  name: 'Carte du fournil',
  design: start('bakery').design,
  rules: { units_per_visit: 1, cooldown_minutes: 120, daily_cap: null, max_per_operation: 5 },
  rewards: [{ id: 'r1', name: 'Un croissant', cost: 5 }],
} as Program;
const fields = fieldsOf(program);

describe('the form', () => {
  it('reads back what it was given', () => {
    expect(readForm(formOf(fields))).toEqual(fields);
    expect(fields.rewards).toEqual([{ id: 'r1', name: 'Un croissant', cost: 5 }]);
    expect(formOf(fields)).toMatchObject({ pause: '2', pause_unit: 'hours', daily_cap: '' });
  });

  it('survives half-typed numbers', () => {
    const typing = { ...formOf(fields), units_per_visit: '', daily_cap: '-3', pause: 'x' };
    expect(readForm(typing)).toMatchObject({
      units_per_visit: 1,
      daily_cap: 1,
      cooldown_minutes: 0,
    });
  });
});

describe('changeOf', () => {
  it('sends only the parts that differ, each of them whole', () => {
    expect(changeOf(fields, fields)).toEqual({});
    expect(changeOf(fields, { ...fields, daily_cap: 3 })).toEqual({
      rules: { ...program.rules, daily_cap: 3 },
    });
    expect(changeOf(fields, { ...fields, stamp: 'star', name: 'X' })).toEqual({
      name: 'X',
      design: { ...program.design, stamp: 'star' },
    });
  });

  it('tells what concerns stamps from what concerns looks', () => {
    expect(changesRules(fields, { ...fields, stamp: 'star', name: 'X' })).toBe(false);
    expect(changesRules(fields, { ...fields, rewards: [] })).toBe(true);
  });
});

describe('a conflict between two editors', () => {
  it('merges a rule of theirs with a colour of mine', () => {
    const mine = { ...fields, accent: '#ffffff' };
    const theirs = { ...fields, daily_cap: 4 };
    expect(compare(fields, mine, theirs).conflicts).toEqual([]);
    expect(resolve(fields, mine, theirs, {})).toMatchObject({ accent: '#ffffff', daily_cap: 4 });
  });
});
