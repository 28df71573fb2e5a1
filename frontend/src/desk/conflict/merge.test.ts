import { describe, expect, it } from 'vitest';
import { changes, compare, resolve, same } from './merge';

const base = {
  name: 'Carte fidélité',
  rules: { cooldown_minutes: 60 },
  rewards: [{ name: 'Café', cost: 10 }],
};

describe('compare', () => {
  it('lets changes to different fields pass beside each other', () => {
    const mine = { ...base, name: 'Carte du matin' };
    const theirs = { ...base, rules: { cooldown_minutes: 120 } };
    expect(compare(base, mine, theirs)).toEqual({
      conflicts: [],
      myChanges: ['name'],
      theirChanges: ['rules'],
    });
    expect(resolve(base, mine, theirs, {})).toEqual({
      ...base,
      name: 'Carte du matin',
      rules: { cooldown_minutes: 120 },
    });
  });

  it('asks only where both changed the same field to different values', () => {
    const mine = { ...base, name: 'A' };
    const theirs = { ...base, name: 'B' };
    expect(compare(base, mine, theirs).conflicts).toEqual([
      { field: 'name', base: base.name, mine: 'A', theirs: 'B' },
    ]);
    expect(compare(base, mine, { ...base, name: 'A' }).conflicts).toEqual([]);
  });
});

describe('resolve', () => {
  const mine = { ...base, name: 'A' };
  const theirs = { ...base, name: 'B' };

  it('follows the choice, and keeps my typing when none was made', () => {
    expect(resolve(base, mine, theirs, { name: 'theirs' }).name).toBe('B');
    expect(resolve(base, mine, theirs, { name: 'mine' }).name).toBe('A');
    expect(resolve(base, mine, theirs, {}).name).toBe('A');
  });
});

describe('same and changes', () => {
  it('ignores the order of keys and minds the order of lists', () => {
    expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: undefined }, { b: undefined })).toBe(false);
    expect(same(null, {})).toBe(false);
    expect(same([], {})).toBe(false);
  });

  it('sends only what changed', () => {
    expect(changes(base, { ...base, name: 'A' })).toEqual({ name: 'A' });
    expect(changes(base, base)).toEqual({});
  });
});
