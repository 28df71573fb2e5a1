import { expect, it } from 'vitest';
import { pieces } from './pieces';

it('interrupts a line where nothing is told', () => {
  expect(pieces([1, 2, null, 3, null, null])).toEqual([
    [
      [0, 1],
      [1, 2],
    ],
    [[3, 3]],
  ]);
  expect(pieces([])).toEqual([]);
});
