export type Language = 'fr' | 'en';

export const LANGUAGES: readonly Language[] = ['fr', 'en'];

const REMEMBERED = 'carnet.language';

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** What was chosen here before, else the browser's first language that we speak, else `fallback`. */
export function detectLanguage(fallback: Language = 'fr'): Language {
  const chosen = readChoice();
  if (chosen) return chosen;
  for (const tag of navigator.languages ?? [navigator.language]) {
    const language = tag?.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return fallback;
}

/** Storage may be refused (private mode, blocked cookies): then the choice lasts for the visit. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    return;
  }
}

function readChoice(): Language | null {
  try {
    const value = localStorage.getItem(REMEMBERED);
    return isLanguage(value) ? value : null;
  } catch {
    return null;
  }
}
