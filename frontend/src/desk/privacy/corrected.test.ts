import { describe, expect, it } from 'vitest';
import { changeOf, EMPTY } from '../customers/form';
import { corrected } from './corrected';

const RECORD = { ...EMPTY, first_name: 'Camile', phone: '+33639980102', city: 'Lyon' };

describe('corrected', () => {
  it('puts every kind of value into its fields', () => {
    const form = corrected(RECORD, [
      { field: 'first_name', before: 'Camile', after: 'Camille' },
      { field: 'phone', before: '+33639980102', after: null },
      { field: 'birthday', before: null, after: { month: 2, day: 29 } },
      { field: 'address', before: null, after: { line1: '1 rue Haute', city: 'Nantes' } },
    ]);
    expect(changeOf(RECORD, form)).toMatchObject({
      first_name: 'Camille',
      phone: null,
      birthday: { month: 2, day: 29 },
      address: { line1: '1 rue Haute', city: 'Nantes', postcode: null },
    });
  });

  it('leaves the record as it is where nothing is asked', () => {
    expect(changeOf(RECORD, corrected(RECORD, []))).toEqual({});
  });
});
