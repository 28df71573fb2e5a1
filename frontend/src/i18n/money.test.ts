import { describe, expect, it } from 'vitest';
import { decimals, money, readAmount, shortMoney, writeAmount } from './money';
import { unitName, unitsIn } from './units';

describe('money', () => {
  it('is written as one reads it', () => {
    expect(money('fr', 1250, 'EUR')).toBe('12,50\u00a0€');
    expect(money('en', 1250, 'GBP')).toBe('£12.50');
    expect(money('fr', 1250, 'JPY')).toMatch(/1\u202f250/);
    expect(shortMoney('fr', 1200, 'EUR')).toBe('12\u00a0€');
    expect(shortMoney('fr', 1250, 'EUR')).toBe('12,50\u00a0€');
    expect(decimals('JPY')).toBe(0);
  });

  it.each([
    ['12,50', 1250],
    ['12.5', 1250],
    ['12', 1200],
    [',5', 50],
    ['12,', 1200],
    ['1 234,56 €', 123456],
    ['0', 0],
  ])('is read from %s', (text, amount) => {
    expect(readAmount(text, 'EUR')).toBe(amount);
  });

  it.each(['', ',', '12,505', '12,5,0', '-3', 'douze', '99999999999999999999'])(
    'is not read from %j',
    (text) => {
      expect(readAmount(text, 'EUR')).toBeNull();
    },
  );

  it('survives the way through a field', () => {
    for (const amount of [0, 5, 50, 1200, 1250, 123456]) {
      expect(readAmount(writeAmount('fr', amount, 'EUR'), 'EUR')).toBe(amount);
    }
    expect(writeAmount('fr', 1250, 'EUR')).toBe('12,50');
    expect(readAmount('1250', 'JPY')).toBe(1250);
  });
});

describe('units', () => {
  it('have the name of their program', () => {
    expect(unitsIn('fr', { kind: 'stamps' })(0)).toBe('0 tampon');
    expect(unitsIn('en', { kind: 'stamps' })(0)).toBe('0 stamps');
    expect(unitsIn('fr', { kind: 'points' })(1200)).toBe('1\u202f200 points');
    const unit_name = { one: 'étoile', many: 'étoiles' };
    expect(unitsIn('fr', { kind: 'points', unit_name })(2)).toBe('2 étoiles');
    expect(unitName('fr', { kind: 'points' }, 1)).toBe('point');
    expect(unitName('fr', { kind: 'points' }, 1200)).toBe('points');
  });
});
