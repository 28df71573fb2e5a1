import type { Language } from '../../i18n/language';
import type { DataTexts } from './texts.fr';

/** Filled by `loadTexts` before a screen is drawn. */
export const texts = {} as Record<Language, DataTexts>;

export async function loadTexts(language: Language): Promise<void> {
  if (language === 'fr') texts.fr ??= (await import('./texts.fr')).fr;
  else texts.en ??= (await import('./texts.en')).en;
}
