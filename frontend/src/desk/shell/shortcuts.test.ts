import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTyping, Keys, silenceSingleKeys, singleKeysSilent } from './shortcuts';

const key = (name: string, held: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...held,
});
const HERE = { typing: false, dialogOpen: false, silent: false };
const press = (name: string, held = {}, where = {}) =>
  new Keys().press(key(name, held), { ...HERE, ...where }, 0);

describe('a shortcut', () => {
  it('is known by its keys', () => {
    expect(press('/')).toBe('search');
    expect(press('?')).toBe('help');
    expect(press('n')).toBe('new');
    expect(press('k', { ctrlKey: true })).toBe('search');
    expect(press('K', { metaKey: true })).toBe('search');
    expect(press('k')).toBeNull();
  });

  it('is silent while typing and where it was switched off, except for Ctrl+K', () => {
    for (const where of [{ typing: true }, { silent: true }]) {
      for (const name of ['/', '?', 'n', 'g']) expect(press(name, {}, where)).toBeNull();
      expect(press('k', { ctrlKey: true }, where)).toBe('search');
    }
  });

  it('leaves dialogs, compositions and the browser’s own shortcuts alone', () => {
    expect(press('k', { ctrlKey: true }, { dialogOpen: true })).toBeNull();
    expect(press('/', { isComposing: true })).toBeNull();
    expect(press('/', { ctrlKey: true })).toBeNull();
    expect(press('k', { ctrlKey: true, altKey: true })).toBeNull();
  });

  it('goes where the letter after g says, if it comes soon', () => {
    const keys = new Keys();
    expect(keys.press(key('g'), HERE, 1000)).toBeNull();
    expect(keys.press(key('n'), HERE, 1500)).toEqual({ go: 'n' });
    expect(keys.press(key('n'), HERE, 1600)).toBe('new');
    expect(keys.press(key('g'), HERE, 2000)).toBeNull();
    expect(keys.press(key('n'), HERE, 9000)).toBe('new');
    expect(keys.press(key('g'), HERE, 9000)).toBeNull();
    expect(keys.press(key('c'), { ...HERE, typing: true }, 9100)).toBeNull();
    expect(keys.press(key('c'), HERE, 9200)).toBeNull();
  });
});

describe('single keys', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => localStorage.clear());

  it('can be switched off for a browser, and on again', () => {
    expect(singleKeysSilent()).toBe(false);
    silenceSingleKeys(true);
    expect(singleKeysSilent()).toBe(true);
    silenceSingleKeys(false);
    expect(singleKeysSilent()).toBe(false);
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
