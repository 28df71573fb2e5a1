import { describe, expect, it } from 'vitest';
import { fitness } from './match';

describe('fitness', () => {
  it('forgives accents, case and order', () => {
    expect(fitness('PREFERENCES', 'Préférences')).toBe(3);
    expect(fitness('client nouv', 'Nouveau client')).toBe(2);
  });

  it('finds by what else a thing is called, but later', () => {
    expect(fitness('dark', 'Appearance', 'dark light theme')).toBe(1);
    expect(fitness('app', 'Appearance', 'dark light theme')).toBe(3);
  });

  it('wants every word to fit', () => {
    expect(fitness('new zebra', 'New customer')).toBe(0);
    expect(fitness('ustomer', 'New customer')).toBe(0);
  });

  it('lets everything through while nothing is typed', () => {
    expect(fitness('  ', 'New customer')).toBe(1);
  });
});
