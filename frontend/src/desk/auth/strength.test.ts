import { describe, expect, it } from 'vitest';
import { isAccepted, strength } from './strength';

describe('strength', () => {
  it.each([
    ['croissant', 'short'],
    ['aaaaaaaaaaaa', 'weak'],
    ['1234567890', 'weak'],
    ['azertyuiop', 'weak'],
    ['levain-gris', 'fair'],
    ['trois tasses de levain gris', 'strong'],
  ])('%s is %s', (password, expected) => {
    expect(strength(password)).toBe(expected);
  });

  it("gives nothing for the person's own name, shop or address", () => {
    expect(strength('boulangerie-martin', ['Boulangerie Martin'])).toBe('weak');
    expect(strength('camille.durand1', ['camille.durand@example.fr'])).toBe('weak');
  });
});

describe('isAccepted', () => {
  it.each([
    ['croissants', false],
    ['croissants7', true],
    ['Croissants', true],
    ['1234567890123', false],
    ['aaaaaaaaaaaaaaaaaaaa', false],
    ['deux chocolatines', true],
  ])('%s: %s', (password, accepted) => {
    expect(isAccepted(password)).toBe(accepted);
  });
});
