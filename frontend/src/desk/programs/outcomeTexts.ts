import { en } from './outcomeTexts.en';
import { fr } from './outcomeTexts.fr';

/** What the service works out: a sale tried, the effects of a change. */
export const outcomeTexts = { fr, en };
