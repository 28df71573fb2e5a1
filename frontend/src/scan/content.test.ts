import { describe, expect, it } from 'vitest';
import { formatNumber, readScan, typedCard } from './content';

const CODE = '7Q2MZ0V4K9C1XWB8TR5HJ3NDPE';

describe('what a QR code says', () => {
  it('is a card of ours', () => {
    expect(readScan(`https://carnet.example/s/au-bon-pain#${CODE}`, 'au-bon-pain')).toEqual({
      kind: 'card',
      code: CODE,
    });
  });
  it('is a card whatever name the service is reached by, and whatever the case', () => {
    const text = ` http://192.168.1.20:8000/s/au-bon-pain#${CODE.toLowerCase()}\n`;
    expect(readScan(text, 'au-bon-pain')).toEqual({ kind: 'card', code: CODE });
  });
  it("is another shop's card", () => {
    expect(readScan(`https://carnet.example/s/salon-lea#${CODE}`, 'au-bon-pain')).toEqual({
      kind: 'other-merchant',
      slug: 'salon-lea',
    });
  });
  it("is our own poster, or a holder's private link, whose secret is not handed on", () => {
    expect(readScan('https://carnet.example/join/au-bon-pain?program=x', 'au-bon-pain')).toEqual({
      kind: 'poster',
    });
    expect(readScan('https://carnet.example/c/au-bon-pain#secret', 'au-bon-pain')).toEqual({
      kind: 'holder-link',
    });
  });
  it.each([
    'https://example.org/menu',
    'https://carnet.example/s/au-bon-pain',
    'https://carnet.example/s/au-bon-pain#short',
    'https://carnet.example/s/au-bon-pain/more#x',
    'WIFI:S:Boulangerie;T:WPA;P:secret;;',
    'javascript:alert(1)',
    '',
  ])('is nothing of ours: %s', (text) => {
    expect(readScan(text, 'au-bon-pain')).toEqual({ kind: 'foreign' });
  });
});

describe('a typed code', () => {
  it.each([
    ['ABCD-EFGH', 'ABCDEFGH'],
    ['abcd efgh', 'ABCDEFGH'],
    ['o1ab-cdeI', '01ABCDE1'],
    [CODE, CODE],
  ])('%s', (typed, meant) => {
    expect(typedCard(typed)).toBe(meant);
  });
  it.each(['', 'ABC', 'ABCD-EFGU', 'Marie Durand'])('is not a card: %s', (typed) => {
    expect(typedCard(typed)).toBeNull();
  });
  it('is shown in two groups', () => {
    expect(formatNumber('ABCDEFGH')).toBe('ABCD-EFGH');
    expect(formatNumber('ABCD-EFGH')).toBe('ABCD-EFGH');
  });
});
