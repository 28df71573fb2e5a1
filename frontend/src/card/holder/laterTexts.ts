import { en } from './laterTexts.en';
import { fr } from './laterTexts.fr';

/** Comes with the parts that are fetched once the card is drawn. */
export const laterTexts = { fr, en };
