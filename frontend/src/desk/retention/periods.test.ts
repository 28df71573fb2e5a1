import { describe, expect, it } from 'vitest';
import { parsePeriod, periodOf, periodText, placeOf } from './periods';

describe('periods', () => {
  it('are read and written as the API has them', () => {
    for (const text of ['P18M', 'P3Y', 'P90D']) {
      const period = parsePeriod(text);
      expect(period && periodOf(period)).toBe(text);
    }
    for (const text of ['P1Y6M', '18M', 'P', 'P-1D', 'P1000D']) {
      expect(parsePeriod(text)).toBeNull();
    }
  });

  it('are said in words', () => {
    expect(periodText('P1Y', 'fr')).toBe('1 an');
    expect(periodText('P18M', 'fr')).toBe('18 mois');
    expect(periodText('P3Y', 'en')).toBe('3 years');
    expect(periodText('P1Y6M', 'en')).toBe('P1Y6M');
  });

  it('stand between floor and ceiling, whatever their units', () => {
    expect(placeOf('P2M', 'P2M', 'P3Y')).toBe(0);
    expect(placeOf('P36M', 'P2M', 'P3Y')).toBeCloseTo(1, 2);
    expect(placeOf('P19M', 'P2M', 'P36M')).toBeCloseTo(0.5, 2);
    expect(placeOf('P4Y', 'P2M', 'P3Y')).toBe(1);
    expect(placeOf('P1D', 'P0D', 'P0D')).toBe(1);
  });
});
