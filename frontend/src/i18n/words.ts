import { en } from './en';
import { fr } from './fr';

/** `const w = useTexts(words)` */
export const words = { fr, en };
