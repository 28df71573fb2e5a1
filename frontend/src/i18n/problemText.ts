import { ApiProblem, NetworkProblem } from '../api/problems';
import type { Language } from './language';
import { en, network as networkEn } from './problems.en';
import { fr, network as networkFr } from './problems.fr';

const problems: Record<Language, Record<string, string>> = { fr, en };
const network = { fr: networkFr, en: networkEn };

/**
 * Any error in words for the person at the screen. A code unknown here (an API newer than this
 * page) falls back to the API's own sentence.
 */
export function problemText(error: unknown, language: Language): string {
  if (error instanceof ApiProblem) {
    return problems[language][error.code] ?? (error.detail || network[language].unknown);
  }
  if (error instanceof NetworkProblem) return network[language][error.reason];
  return network[language].unknown;
}
