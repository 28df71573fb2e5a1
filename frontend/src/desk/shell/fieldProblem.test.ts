import { expect, it } from 'vitest';
import { ApiProblem } from '../../api/problems';
import { fieldProblem } from './fieldProblem';

const refused = (field: string, code: string) =>
  new ApiProblem({
    status: 422,
    code: 'VALIDATION',
    detail: '',
    fields: [{ field: `body.${field}`, message: 'in English', code }],
  });

it.each([
  ['phone', 'value_error', 'phone'],
  ['phone', 'string_too_short', 'phone'],
  ['email', 'value_error', 'email'],
  ['contact_email', 'value_error', 'email'],
  ['new_password', 'weak_password', 'password'],
  ['password', 'string_too_short', 'password'],
  ['first_name', 'string_too_short', 'empty'],
  ['first_name', 'string_too_long', 'long'],
  ['time_zone', 'value_error', 'time_zone'],
  ['rewards.0.cost', 'less_than_equal', 'other'],
])('%s refused as %s is %s', (field, code, expected) => {
  expect(fieldProblem(refused(field, code), field)).toBe(expected);
});

it('is silent about what was not refused', () => {
  expect(fieldProblem(refused('phone', 'value_error'), 'email')).toBeUndefined();
  expect(fieldProblem(new Error('no answer'), 'email')).toBeUndefined();
  expect(fieldProblem(null, 'email')).toBeUndefined();
});
