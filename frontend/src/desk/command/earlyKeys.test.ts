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
  expect(press('Enter')).toBe(true);
  expect(press('k', { ctrlKey: true })).toBe(true);
  expect(early.end()).toBe('léo');
  expect(press('n')).toBe(true);
  expect(early.end()).toBe('');
});
