import { beforeEach, describe, expect, it } from 'vitest';
import { chooseTheme, chosenTheme, dress, wear } from './theme';

const style = document.createElement('style');
style.textContent = `:root { --paper: white; }
  @media (prefers-color-scheme: dark) { :root { --paper: black; } }
  @media (max-width: 10rem) { p { color: red; } }`;
document.head.append(style);
const medias = () =>
  [...(style.sheet?.cssRules ?? [])].flatMap((rule) =>
    rule instanceof CSSMediaRule ? [rule.media.mediaText] : [],
  );

beforeEach(() => localStorage.clear());

describe('the theme', () => {
  it('is the device’s until one is chosen, and is remembered', () => {
    expect(chosenTheme()).toBe('system');
    chooseTheme('dark');
    expect(chosenTheme()).toBe('dark');
    localStorage.setItem('carnet.theme', 'purple');
    expect(chosenTheme()).toBe('system');
  });

  it('follows what is chosen in another window', () => {
    dress();
    localStorage.setItem('carnet.theme', 'dark');
    window.dispatchEvent(new StorageEvent('storage', { key: 'carnet.theme' }));
    expect(document.documentElement.style.colorScheme).toBe('dark');
    wear('system');
  });

  it('rewrites the condition of the dark colours, and of nothing else', () => {
    wear('dark');
    expect(document.documentElement.style.colorScheme).toBe('dark');
    expect(medias()).toContain('all');
    expect(medias()).toContain('(max-width: 10rem)');
    wear('light');
    expect(medias()).toContain('not all');
    wear('system');
    expect(document.documentElement.style.colorScheme).toBe('');
    expect(medias()).toContain('(prefers-color-scheme: dark)');
  });
});
