import { en } from './actionTexts.en';
import { fr } from './actionTexts.fr';

export const actionTexts = { fr, en };
