import type { Language } from '../i18n/language';
import type { Address } from './address';
import { loadTexts as loadData } from './data/texts';
import { loadTexts as loadExtract } from './extract/texts';
import { loadTexts as loadHolder } from './holder/texts';
import { loadTexts as loadJoin } from './join/texts';
import { loadTexts as loadShow } from './show/texts';
import { loadTexts as loadShared } from './texts';

const OWN = {
  join: loadJoin,
  card: loadHolder,
  show: loadShow,
  extract: loadExtract,
  data: loadData,
  unknown: async () => undefined,
};

/** One screen's texts in one language: all of them would be a fifth of the page. */
export async function loadTexts(page: Address['page'], language: Language): Promise<void> {
  await Promise.all([loadShared(language), OWN[page](language)]);
}
