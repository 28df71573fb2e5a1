import { describe, expect, it } from 'vitest';
import { cardPath, qrContent, readAddress } from './address';

const at = (address: string) => readAddress(new URL(address, 'https://carnet.test'));

describe('an address', () => {
  it('names the page and the merchant', () => {
    expect(at('/join/levain?program=p1')).toEqual({
      page: 'join',
      slug: 'levain',
      programId: 'p1',
    });
    expect(at('/c/levain#secret')).toEqual({ page: 'card', slug: 'levain' });
    expect(at('/s/levain#CODE')).toEqual({ page: 'show', slug: 'levain' });
    expect(at('/d/levain#secret')).toEqual({ page: 'data', slug: 'levain' });
    expect(at('/x/levain#TOKEN')).toEqual({ page: 'extract', slug: 'levain' });
    expect(at('/c/')).toEqual({ page: 'unknown' });
  });

  it('carries its secret in the fragment, which no server sees', () => {
    for (const address of [
      `https://carnet.test${cardPath('levain', 'secret')}`,
      qrContent('https://carnet.test', 'levain', 'secret'),
    ]) {
      const url = new URL(address);
      expect(url.hash).toBe('#secret');
      expect(url.pathname + url.search).not.toContain('secret');
    }
  });
});
