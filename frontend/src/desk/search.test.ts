import { describe, expect, it } from 'vitest';
import { customerSearch, parseSearch, stringifySearch } from './search';

describe('addresses', () => {
  it.each(['0612', '12', 'true', 'Léa & Hugo', '“x”', '+33 6'])('keeps %s as it was typed', (q) => {
    expect(parseSearch(stringifySearch({ q }))).toEqual({ q });
  });

  it('leaves out what is not set', () => {
    expect(stringifySearch({ q: undefined, filter: '', sort: null })).toBe('');
  });
});

describe('customerSearch', () => {
  it('drops what the list does not understand', () => {
    expect(customerSearch({ q: ' ', filter: 'everyone', sort: 'recent', new: '1' })).toEqual({
      q: undefined,
      filter: undefined,
      sort: undefined,
      new: undefined,
    });
    expect(customerSearch({ q: 'léa', filter: 'dormant', sort: 'name', new: 'yes' })).toEqual({
      q: 'léa',
      filter: 'dormant',
      sort: 'name',
      new: 'yes',
    });
  });
});
