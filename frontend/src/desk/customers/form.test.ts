import { describe, expect, it } from 'vitest';
import type { Customer } from '../../api/types';
import { changeOf, EMPTY, formOf, halfBirthday, isNobody, recordOf } from './form';

describe('what is sent', () => {
  it('is what was written, without its spaces', () => {
    expect(recordOf({ ...EMPTY, first_name: ' Léa ', language: 'fr' })).toEqual({
      first_name: 'Léa',
      language: 'fr',
    });
  });

  it('empties what was emptied and leaves the rest alone', () => {
    const before = { ...EMPTY, first_name: 'Léa', phone: '06', tags: ['VIP'] };
    expect(changeOf(before, { ...before, phone: ' ' })).toEqual({ phone: null });
    expect(changeOf(before, { ...before, tags: [] })).toEqual({ tags: [] });
    expect(changeOf(before, { ...before, first_name: 'Léa ' })).toEqual({});
  });

  it('sends an address and a birthday whole, or none', () => {
    const lyon = { ...EMPTY, postcode: '69001', city: 'Lyon' };
    expect(changeOf(lyon, { ...lyon, postcode: '69002' })).toEqual({
      address: {
        line1: null,
        line2: null,
        postcode: '69002',
        city: 'Lyon',
        region: null,
        country: null,
      },
    });
    expect(changeOf(lyon, EMPTY)).toEqual({ address: null });
    expect(recordOf({ ...EMPTY, birth_day: '29', birth_month: '2' })).toEqual({
      birthday: { day: 29, month: 2 },
    });
  });
});

it('reads back what it sends', () => {
  const customer = {
    first_name: 'Léa',
    last_name: null,
    address: { line1: null, postcode: '69001', city: 'Lyon', country: 'FR' },
    birthday: { day: 3, month: 7 },
    tags: ['VIP'],
  } as unknown as Customer;
  const form = formOf(customer);
  expect([form.first_name, form.last_name, form.city, form.birth_month]).toEqual([
    'Léa',
    '',
    'Lyon',
    '7',
  ]);
  expect(changeOf(form, formOf(customer))).toEqual({});
});

it('knows when nobody is named', () => {
  expect(isNobody({ ...EMPTY, language: 'fr', first_name: '  ' })).toBe(true);
  expect(isNobody({ ...EMPTY, phone: '06' })).toBe(false);
  expect(isNobody({ ...EMPTY, company: 'Le Fournil' })).toBe(false);
});

it('misses the other half of a birthday', () => {
  expect(halfBirthday({ ...EMPTY, birth_day: '3' })).toBe(true);
  expect(halfBirthday({ ...EMPTY, birth_day: '3', birth_month: '7' })).toBe(false);
  expect(halfBirthday(EMPTY)).toBe(false);
});
