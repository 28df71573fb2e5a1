import { describe, expect, it } from 'vitest';
import { customerSearch, filtersOf, parseSearch, stringifySearch } from './search';

describe('addresses', () => {
  it.each(['0612', '12', 'true', 'Léa & Hugo', '“x”', '+33 6'])('keeps %s as it was typed', (q) => {
    expect(parseSearch(stringifySearch({ q }))).toEqual({ q });
  });

  it('leaves out what is not set', () => {
    expect(stringifySearch({ q: undefined, filter: '', sort: null })).toBe('');
  });
});

describe('customerSearch', () => {
  const set = (raw: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(customerSearch(raw)).filter(([, value]) => value));

  it('drops what the list does not understand', () => {
    const odd = { q: ' ', filter: 'everyone', sort: 'recent', new: '1', consent: 'all', tag: '' };
    expect(set(odd)).toEqual({});
    expect(set({ birthday_month: '13', program_id: 'x', has_email: 'maybe' })).toEqual({});
  });

  it('keeps what it does', () => {
    const whole = {
      q: 'léa',
      filter: 'dormant',
      tag: 'VIP',
      city: 'Lyon',
      consent: 'marketing_sms',
      has_email: 'false',
      program_id: '0190d5a0-0000-7000-8000-000000000000',
      birthday_month: '12',
      occasion: 'birthday',
      sort: 'spent',
      new: 'yes',
    };
    expect(set(whole)).toEqual(whole);
  });

  it('tells what narrows the list from how it is shown', () => {
    const search = customerSearch({ q: 'léa', sort: 'name', new: 'yes', city: 'Lyon' });
    expect(filtersOf(search)).toEqual({ q: 'léa', city: 'Lyon' });
  });
});
