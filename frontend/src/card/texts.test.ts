import { describe, expect, it } from 'vitest';
import { en as dataEn } from './data/texts.en';
import { fr as dataFr } from './data/texts.fr';
import { en as extractEn } from './extract/texts.en';
import { fr as extractFr } from './extract/texts.fr';
import { en as holderEn } from './holder/texts.en';
import { fr as holderFr } from './holder/texts.fr';
import { en as joinEn } from './join/texts.en';
import { fr as joinFr } from './join/texts.fr';
import { en as showEn } from './show/texts.en';
import { fr as showFr } from './show/texts.fr';
import { en } from './texts.en';
import { fr } from './texts.fr';

const areas = {
  shared: { fr, en },
  join: { fr: joinFr, en: joinEn },
  data: { fr: dataFr, en: dataEn },
  extract: { fr: extractFr, en: extractEn },
  holder: { fr: holderFr, en: holderEn },
  show: { fr: showFr, en: showEn },
};

function sentences(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value(2, 3, 10));
  return Object.values(value as object).flatMap(sentences);
}

describe.each(Object.entries(areas))('%s', (_name, texts) => {
  it('breaks no line before French punctuation', () => {
    expect(sentences(texts.fr).filter((text) => / [:;!?»]|« /.test(text))).toEqual([]);
  });

  it('says everything in both languages', () => {
    expect(sentences(texts.en)).toHaveLength(sentences(texts.fr).length);
    for (const text of [...sentences(texts.fr), ...sentences(texts.en)]) {
      expect(text.trim()).not.toBe('');
    }
  });
});
