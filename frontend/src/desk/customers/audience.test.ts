import { expect, it } from 'vitest';
import { audienceOf } from './audience';

it('names the customers who were ticked', () => {
  const selection = { kind: 'some', ids: new Set(['a', 'b']) } as const;
  expect(audienceOf(selection, {})).toEqual({ kind: 'selection', customer_ids: ['a', 'b'] });
});

it('is the rule of the whole list, with numbers and truth where the address has text', () => {
  const filters = { tag: 'VIP', has_email: 'true', birthday_month: '3' } as const;
  expect(audienceOf({ kind: 'all' }, filters)).toEqual({
    kind: 'list',
    filter: { tag: 'VIP', has_email: true, birthday_month: 3 },
  });
});

it('is nobody where the list follows what was typed, or nobody is ticked', () => {
  expect(audienceOf({ kind: 'all' }, { q: 'martin' })).toBeNull();
  expect(audienceOf({ kind: 'some', ids: new Set() }, {})).toBeNull();
});
