import { expect, test } from 'vitest';
import { EarlyKeys } from './earlyKeys';

const press = (key: string, more: KeyboardEventInit = {}) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));

test('what is typed before the field is there is kept, and no shortcut follows from it', () => {
  const early = new EarlyKeys();
  press('x');
  early.begin();
  expect(press('l')).toBe(false);
  for (const key of ['é', 'a', 'Backspace', 'o']) press(key);
  expect(press('k', { ctrlKey: true })).toBe(true);
  expect(press('Tab')).toBe(true);
  expect(early.end()).toEqual({ text: 'léo', entered: false });
  expect(press('n')).toBe(true);
  expect(early.end()).toEqual({ text: '', entered: false });
});

test('Enter is about what was typed: it presses nothing behind, and is forgotten by the next letter', () => {
  const early = new EarlyKeys();
  early.begin();
  for (const key of ['l', 'o']) press(key);
  expect(press('Enter')).toBe(false);
  expect(early.end()).toEqual({ text: 'lo', entered: true });
  early.begin();
  for (const key of ['l', 'Enter', 'o']) press(key);
  expect(early.end()).toEqual({ text: 'lo', entered: false });
});
