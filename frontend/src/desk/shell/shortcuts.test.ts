import { describe, expect, it } from 'vitest';
import { isTyping, shortcutOf } from './shortcuts';

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...held,
});

describe('shortcutOf', () => {
  it('knows its keys', () => {
    expect(shortcutOf(key('/'), false, false)).toBe('search');
    expect(shortcutOf(key('?'), false, false)).toBe('help');
    expect(shortcutOf(key('k', { ctrlKey: true }), false, false)).toBe('search');
    expect(shortcutOf(key('K', { metaKey: true }), false, false)).toBe('search');
    expect(shortcutOf(key('k'), false, false)).toBeNull();
  });

  it('is silent while typing, except for Ctrl+K', () => {
    expect(shortcutOf(key('/'), true, false)).toBeNull();
    expect(shortcutOf(key('?'), true, false)).toBeNull();
    expect(shortcutOf(key('k', { ctrlKey: true }), true, false)).toBe('search');
  });

  it('leaves dialogs, compositions and the browser’s own shortcuts alone', () => {
    expect(shortcutOf(key('k', { ctrlKey: true }), false, true)).toBeNull();
    expect(shortcutOf(key('/', { isComposing: true }), false, false)).toBeNull();
    expect(shortcutOf(key('/', { ctrlKey: true }), false, false)).toBeNull();
    expect(shortcutOf(key('k', { ctrlKey: true, altKey: true }), false, false)).toBeNull();
  });
});

describe('isTyping', () => {
  it.each([
    ['<input>', true],
    ['<input type="search">', true],
    ['<textarea></textarea>', true],
    ['<select></select>', true],
    ['<input type="checkbox">', false],
    ['<button></button>', false],
  ])('%s: %s', (html, expected) => {
    const holder = document.createElement('div');
    holder.innerHTML = html;
    expect(isTyping(holder.firstElementChild)).toBe(expected);
  });
});
