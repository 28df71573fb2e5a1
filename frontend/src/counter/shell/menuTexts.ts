import { en } from './menuTexts.en';
import { fr } from './menuTexts.fr';

export const menuTexts = { fr, en };
