import { describe, expect, it } from 'vitest';
import { WedgeBuffer, type WedgeScan } from './wedge';

const QR = 'https://carnet.example/s/au-bon-pain#7Q2MZ0V4K9C1XWB8TR5HJ3NDPE';

/** The physical key an American scanner presses for a character. */
function american(char: string): { code: string; shift: boolean } {
  if (/[a-z]/i.test(char))
    return { code: `Key${char.toUpperCase()}`, shift: char !== char.toLowerCase() };
  if (/[0-9]/.test(char)) return { code: `Digit${char}`, shift: false };
  const symbols: Record<string, { code: string; shift: boolean }> = {
    ':': { code: 'Semicolon', shift: true },
    '/': { code: 'Slash', shift: false },
    '.': { code: 'Period', shift: false },
    '-': { code: 'Minus', shift: false },
    '#': { code: 'Digit3', shift: true },
  };
  return symbols[char] ?? { code: '', shift: false };
}

function type(
  text: string,
  gapMs: number,
  layout: (char: string) => string = (char) => char,
): WedgeScan | null {
  const buffer = new WedgeBuffer();
  let at = 0;
  for (const char of text) {
    at += gapMs;
    const { code, shift } = american(char);
    if (shift) buffer.press({ key: 'Shift', code: 'ShiftLeft', shift: true, at });
    buffer.press({ key: layout(char), code, shift, at });
  }
  return buffer.press({ key: 'Enter', code: 'Enter', shift: false, at: at + gapMs });
}

describe('a scanner that is a keyboard', () => {
  it('types an address in a burst and ends with Enter', () => {
    expect(type(QR, 8)?.text).toBe(QR);
  });
  it('is understood on a French keyboard although it types American keys', () => {
    const azerty: Record<string, string> = {
      ':': 'M',
      '/': '!',
      '.': ':',
      '-': ')',
      '#': '3',
      q: 'a',
      a: 'q',
      w: 'z',
      z: 'w',
    };
    const scan = type(QR, 8, (char) => azerty[char] ?? char);
    expect(scan?.text).not.toBe(QR);
    expect(scan?.american).toBe(QR);
  });
  it('is not a person', () => {
    expect(type('ABCD-EFGH', 140)).toBeNull();
  });
  it('may be slowed down by a busy computer, as an address cannot be anything else', () => {
    expect(type(QR, 200)?.text).toBe(QR);
  });
  it('is not a short burst', () => {
    expect(type('abc', 8)).toBeNull();
  });
});
