import { describe, expect, it } from 'vitest';
import type { Customer } from '../../api/types';
import { compareRecords, sidesOf } from './comparison';

const keep = {
  first_name: 'Léa',
  last_name: 'Roy',
  phone: '+33639980102',
  email: null,
  address: { city: 'Lyon' },
  birthday: null,
} as unknown as Customer;
const merge = {
  ...keep,
  first_name: 'Lea',
  email: 'lea@roy.example',
  address: { city: 'Lyon' },
  phone: null,
} as unknown as Customer;

describe('two records', () => {
  const comparison = compareRecords(keep, merge);

  it('differ, complete each other, or agree', () => {
    expect(comparison.asked).toEqual(['first_name']);
    expect(comparison.alone).toEqual([
      { field: 'phone', side: 'keep' },
      { field: 'email', side: 'merge' },
    ]);
    expect(comparison.same).toEqual(['last_name', 'address']);
  });

  it('lose nothing: what only one has is kept, what differs as chosen', () => {
    expect(sidesOf(comparison, {})).toEqual({ first_name: 'keep', phone: 'keep', email: 'merge' });
    expect(sidesOf(comparison, { first_name: 'merge' }).first_name).toBe('merge');
  });
});
