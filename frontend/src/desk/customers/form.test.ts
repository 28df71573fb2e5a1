import { expect, it } from 'vitest';
import { EMPTY, isNobody, recordOf } from './form';

it('sends nothing instead of empty text', () => {
  expect(recordOf({ first_name: ' Léa ', last_name: '', language: '' })).toEqual({
    first_name: 'Léa',
    last_name: null,
    language: null,
  });
});

it('knows when nobody is named', () => {
  expect(isNobody({ ...EMPTY, language: 'fr', first_name: '  ' })).toBe(true);
  expect(isNobody({ ...EMPTY, phone: '06' })).toBe(false);
});
