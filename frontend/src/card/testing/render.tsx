import { render as draw } from 'preact';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../../i18n/LanguageProvider';
import { type Language, rememberLanguage } from '../../i18n/language';
import type { Address } from '../address';
import { loadTexts } from '../loadTexts';

let place: Element | null = null;

/** Draws a screen as the page does: on Preact, its texts loaded first. */
export async function render(
  page: Address['page'],
  screen: ReactNode,
  language: Language = 'fr',
): Promise<void> {
  rememberLanguage(language);
  await loadTexts(page, language);
  place = document.body.appendChild(document.createElement('div'));
  draw(<LanguageProvider load={(next) => loadTexts(page, next)}>{screen}</LanguageProvider>, place);
}

export function cleanup(): void {
  if (place) draw(null, place);
  place?.remove();
  place = null;
}
