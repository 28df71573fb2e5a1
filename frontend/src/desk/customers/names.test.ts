import { expect, it } from 'vitest';
import { nameOf, shownPhone } from './names';

const nobody = { first_name: null, last_name: null, phone: null, email: null };

it('calls a customer by the best that is known', () => {
  expect(nameOf({ ...nobody, first_name: 'Léa', last_name: 'Le Goff' }, '—')).toBe('Léa Le Goff');
  expect(nameOf({ ...nobody, last_name: 'Besson' }, '—')).toBe('Besson');
  expect(nameOf({ ...nobody, phone: '+33639981234' }, '—')).toBe(
    '06\u00a039\u00a098\u00a012\u00a034',
  );
  expect(nameOf({ ...nobody, email: 'lea@example.fr' }, '—')).toBe('lea@example.fr');
  expect(nameOf(nobody, 'Sans nom')).toBe('Sans nom');
});

it('writes French numbers in pairs and leaves others alone', () => {
  expect(shownPhone('+33139981234')).toBe('01\u00a039\u00a098\u00a012\u00a034');
  expect(shownPhone('+4915112345678')).toBe('+4915112345678');
  expect(shownPhone(null)).toBe('');
});
