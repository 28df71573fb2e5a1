import { en } from './saleTexts.en';
import { fr } from './saleTexts.fr';

export const saleTexts = { fr, en };
