import { expect, test } from 'vitest';
import { type Keepable, roomsOf, staying } from './keeping';

const item = (id: string, more: Partial<Keepable> = {}): Keepable => ({
  id,
  name: id,
  frozen: false,
  ...more,
});

test('what is active now stays, then what was chosen, then the oldest', () => {
  const items = [item('c'), item('a', { frozen: true }), item('d'), item('b')];
  expect(staying(items, [], 3)).toEqual(['b', 'c', 'd']);
  expect(staying(items, ['d'], 2)).toEqual(['d', 'b']);
  expect(staying(items, ['a'], 4)).toEqual(['b', 'c', 'd', 'a']);
  expect(staying(items, [], 0)).toEqual([]);
});

test('an owner is among them, since somebody has to be able to change the plan', () => {
  const items = [item('a'), item('b'), item('c', { owner: true })];
  expect(staying(items, [], 2)).toEqual(['c', 'a']);
  expect(staying(items, ['b'], 2)).toEqual(['c', 'b']);
});

test('only what has a name is chosen', () => {
  const items = [
    { resource: 'cards', limit: 100 },
    { resource: 'members', limit: 2 },
    { resource: 'locations', limit: null },
  ] as const;
  expect(roomsOf(items)).toEqual([{ kind: 'members', limit: 2 }]);
});
