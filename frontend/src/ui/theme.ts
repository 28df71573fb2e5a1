import { CHOICE } from './themeChoice';

export type Theme = 'system' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const DARK = /prefers-color-scheme:\s*dark/;
/** The rules that make it dark, once their condition has been taken over. */
let taken: CSSMediaRule[] | undefined;

/** What was chosen for this browser, else what the device says. */
export function chosenTheme(): Theme {
  try {
    const value = localStorage.getItem(CHOICE);
    return THEMES.find((each) => each === value) ?? 'system';
  } catch {
    return 'system';
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(CHOICE, theme);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  wear(theme);
}

/** Wears what was chosen, and what is chosen later in another window of this browser. */
export function dress(): void {
  wear(chosenTheme());
  window.addEventListener('storage', ({ key }) => {
    if (key === CHOICE) wear(chosenTheme());
  });
}

/**
 * Colours stand once in the stylesheet, under a media query; choosing one's own rewrites the query.
 * Rejected: a second copy of the dark colours under an attribute, and `light-dark()`, which leaves
 * browsers of 2023 without any colour.
 */
export function wear(theme: Theme): void {
  if (theme === 'system' && !taken) return;
  taken ??= [...document.styleSheets].flatMap((sheet) => darkRules(sheet.cssRules));
  const condition = {
    system: '(prefers-color-scheme: dark)',
    light: 'not all',
    dark: 'all',
  }[theme];
  for (const rule of taken) rule.media.mediaText = condition;
  document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset.scheme ??= DARK.test(meta.media) ? 'dark' : 'light';
    const { scheme } = meta.dataset;
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = scheme === theme ? 'all' : 'not all';
  }
}

function darkRules(rules: CSSRuleList): CSSMediaRule[] {
  return [...rules].flatMap((rule) => {
    if (rule instanceof CSSMediaRule && DARK.test(rule.media.mediaText)) return [rule];
    return rule instanceof CSSGroupingRule ? darkRules(rule.cssRules) : [];
  });
}
