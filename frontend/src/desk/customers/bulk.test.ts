import { expect, it } from 'vitest';
import type { Customer } from '../../api/types';
import { undoOf } from './bulk';

const shown = [
  { id: 'a', tags: ['VIP'] },
  { id: 'b', tags: [] },
  { id: 'c', tags: ['pain'] },
] as unknown as Customer[];

it('takes a new tag from those only who did not have it', () => {
  expect(undoOf({ ids: ['a', 'b'], add: ['vip'], remove: [] }, shown)).toEqual([
    { ids: ['b'], add: [], remove: ['vip'] },
  ]);
});

it('gives a removed tag back to those only who had it', () => {
  expect(undoOf({ ids: ['b', 'c'], add: [], remove: ['pain'] }, shown)).toEqual([
    { ids: ['c'], add: ['pain'], remove: [] },
  ]);
});

it('offers nothing where the tags before are not known', () => {
  expect(undoOf({ filter: {}, add: ['vip'], remove: [] }, shown)).toEqual([]);
  expect(undoOf({ ids: ['elsewhere'], add: ['vip'], remove: [] }, shown)).toEqual([]);
});
