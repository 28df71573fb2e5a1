import { describe, expect, it } from 'vitest';
import { contrast, isReadable, normalizeHex, readableForeground, shownRatio } from './contrast';

describe('contrast', () => {
  it('knows the two ends of the scale', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#123456', '#123456')).toBeCloseTo(1, 5);
  });

  it("agrees with the reference values of WCAG's examples", () => {
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(isReadable('#767676', '#fff')).toBe(true);
    expect(isReadable('#777777', '#fff')).toBe(false);
  });

  it('never rounds a failing ratio up to a passing one', () => {
    expect(shownRatio(4.499)).toBe(4.4);
    expect(shownRatio(4.5)).toBe(4.5);
  });

  it('takes short and bare hex and refuses half-typed colours', () => {
    expect(normalizeHex('FA0')).toBe('#ffaa00');
    expect(normalizeHex(' #0d5C4a ')).toBe('#0d5c4a');
    expect(normalizeHex('#12')).toBeNull();
    expect(contrast('#12', '#fff')).toBeNull();
    expect(isReadable('', '#fff')).toBe(false);
  });
});

describe('readableForeground', () => {
  it('leaves a readable colour alone', () => {
    expect(readableForeground('#FFFFFF', '#0d5c4a')).toBe('#ffffff');
  });

  it('finds a readable shade on every background of a coarse colour cube', () => {
    const levels = [0, 51, 102, 119, 153, 204, 255];
    for (const r of levels)
      for (const g of levels)
        for (const b of levels) {
          const background = `#${[r, g, b].map((c) => c.toString(16).padStart(2, '0')).join('')}`;
          const found = readableForeground('#8a8a8a', background);
          expect(found && isReadable(found, background), background).toBe(true);
        }
  });
});
