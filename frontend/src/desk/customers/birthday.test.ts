import { expect, it } from 'vitest';
import { birthdayText, daysIn, monthNames } from './birthday';

it('knows every birthday, the rarest too', () => {
  expect(birthdayText({ month: 2, day: 29 }, 'fr')).toBe('29 février');
  expect(birthdayText({ month: 12, day: 1 }, 'en')).toBe('1 December');
  expect(daysIn(2)).toBe(29);
  expect(monthNames('fr')).toHaveLength(12);
});
