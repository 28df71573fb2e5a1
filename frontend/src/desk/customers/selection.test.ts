import { describe, expect, it } from 'vitest';
import {
  isSelected,
  NOBODY,
  type Selection,
  sizeOf,
  stateOf,
  toggle,
  toggleShown,
} from './selection';

const shown = ['a', 'b', 'c'];
const some = (...ids: string[]): Selection => ({ kind: 'some', ids: new Set(ids) });

describe('selection', () => {
  it('ticks and unticks one', () => {
    const one = toggle(NOBODY, 'b', shown);
    expect(isSelected(one, 'b')).toBe(true);
    expect(toggle(one, 'b', shown)).toEqual(NOBODY);
  });

  it('keeps who is shown when one of all is unticked', () => {
    expect(toggle({ kind: 'all' }, 'b', shown)).toEqual(some('a', 'c'));
  });

  it('knows the box above the column', () => {
    expect(stateOf(NOBODY, shown)).toBe('none');
    expect(stateOf(some('a'), shown)).toBe('some');
    expect(stateOf(some('a', 'b', 'c', 'elsewhere'), shown)).toBe('all');
    expect(stateOf(NOBODY, [])).toBe('none');
    expect(toggleShown(some('a'), shown)).toEqual(some('a', 'b', 'c'));
    expect(toggleShown({ kind: 'all' }, shown)).toEqual(NOBODY);
  });

  it('counts', () => {
    expect(sizeOf(some('a', 'b'), 900)).toBe(2);
    expect(sizeOf({ kind: 'all' }, 900)).toBe(900);
  });
});
