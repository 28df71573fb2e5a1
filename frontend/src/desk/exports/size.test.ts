import { expect, it } from 'vitest';
import { sizeText } from './size';

it('says how large a file is in the units of the language', () => {
  expect(sizeText(0, 'en')).toBe('0 byte');
  expect(sizeText(12_345, 'fr')).toMatch(/^12\sko$/u);
  expect(sizeText(1_250_000, 'fr')).toMatch(/^1,3\sMo$/u);
  expect(sizeText(3_000_000_000, 'en')).toMatch(/^3\s?GB$/u);
});
