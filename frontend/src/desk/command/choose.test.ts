import { describe, expect, it } from 'vitest';
import { chosen } from './choose';
import type { Command, Group } from './commands';

const command = (group: Group, label: string, also = ''): Command => ({
  id: `${group} ${label}`,
  group,
  label,
  also,
  icon: 'plus',
  run: () => undefined,
});
const ALL = [
  command('go', 'Customers', 'notebook'),
  command('act', 'New customer', 'add'),
  command('recent', 'Ada Lovelace'),
  command('recent', 'Customers'),
  command('go', 'Sessions', 'devices'),
];
const labels = (typed: string) => chosen(ALL, typed).map(({ group, label }) => `${group} ${label}`);

describe('chosen commands', () => {
  it('are all there by group before anything is typed', () => {
    expect(labels('')).toEqual([
      'recent Ada Lovelace',
      'recent Customers',
      'act New customer',
      'go Customers',
      'go Sessions',
    ]);
  });

  it('begin with the group of the best one, and name nothing twice', () => {
    expect(labels('custom')).toEqual(['go Customers', 'act New customer']);
    expect(labels('new cust')).toEqual(['act New customer']);
    expect(labels('ada')).toEqual(['recent Ada Lovelace']);
    expect(labels('zebra')).toEqual([]);
  });
});
