import { describe, expect, it, vi } from 'vitest';
import { forget, lastSeen, rememberedPages, rememberPage, rememberSeen } from './remembered';
import { camille } from './testing/world';

describe('what a browser remembers', () => {
  it('is the newest card first, each once, and not without end', () => {
    for (const token of ['a', 'b', 'c', 'd', 'e', 'f', 'a'])
      rememberPage('levain', `/c/levain#${token}`);
    expect(rememberedPages('levain')).toEqual(
      ['a', 'f', 'e', 'd', 'c'].map((token) => `/c/levain#${token}`),
    );
    expect(rememberedPages('other')).toEqual([]);
  });

  it('is gone once a link is dead', () => {
    rememberPage('levain', '/c/levain#a');
    rememberSeen('/c/levain#a', { card: camille, at: '2026-11-22T10:00:00Z' });
    forget('levain', '/c/levain#a');
    expect(rememberedPages('levain')).toEqual([]);
    expect(lastSeen('/c/levain#a')).toBeNull();
  });

  it('survives storage that is refused or holds nonsense', () => {
    localStorage.setItem('carnet.cards.levain', '{not json');
    localStorage.setItem('carnet.seen./c/levain#a', '{"card":null}');
    expect(rememberedPages('levain')).toEqual([]);
    expect(lastSeen('/c/levain#a')).toBeNull();
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    expect(() => rememberPage('levain', '/c/levain#a')).not.toThrow();
  });
});
