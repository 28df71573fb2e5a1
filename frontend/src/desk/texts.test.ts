import { describe, expect, it } from 'vitest';
import { texts as account } from './account/texts';
import { texts as alerts } from './alerts/texts';
import { texts as auth } from './auth/texts';
import { texts as campaigns } from './campaigns/texts';
import { texts as closing } from './closing/texts';
import { texts as command } from './command/texts';
import { texts as conflict } from './conflict/texts';
import { texts as customers } from './customers/texts';
import { texts as duplicates } from './duplicates/texts';
import { texts as erasure } from './erasure/texts';
import { texts as exports } from './exports/texts';
import { texts as holds } from './holds/texts';
import { agendaTexts as agenda } from './home/agendaTexts';
import { texts as home } from './home/texts';
import { fieldTexts as importFields } from './imports/fields';
import { texts as imports } from './imports/texts';
import { settingsTexts as privacyRules } from './privacy/settingsTexts';
import { texts as privacy } from './privacy/texts';
import { outcomeTexts as outcomes } from './programs/outcomeTexts';
import { texts as rules } from './programs/rules/texts';
import { texts as programs } from './programs/texts';
import { texts as restriction } from './restriction/texts';
import { texts as retention } from './retention/texts';
import { texts as settings } from './settings/texts';
import { fieldTexts } from './shell/fieldProblem';
import { planTexts as plan } from './shell/planTexts';
import { texts as shell } from './shell/texts';
import { texts as subscription } from './subscription/texts';
import { texts as takeout } from './takeout/texts';

const areas = {
  account,
  alerts,
  auth,
  campaigns,
  command,
  conflict,
  customers,
  duplicates,
  erasure,
  exports,
  holds,
  home,
  agenda,
  importFields,
  imports,
  privacy,
  privacyRules,
  programs,
  restriction,
  retention,
  rules,
  outcomes,
  plan,
  settings,
  shell,
  subscription,
  closing,
  takeout,
  fields: fieldTexts,
};

/** Every sentence of an area; functions are called with a stand-in, so their frames are seen too. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return sentences(value(2, 2, 2), `${path}()`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

describe.each(Object.entries(areas))('%s', (_area, texts) => {
  it('has no breakable space before French double punctuation or inside guillemets', () => {
    const bad = sentences(texts.fr).filter(([, text]) => / [:;!?»%]|« /.test(text));
    expect(bad).toEqual([]);
  });

  it('leaves no sentence empty, and none of the French in the English', () => {
    const english = new Map(sentences(texts.en));
    for (const [path, text] of sentences(texts.fr)) {
      expect(english.get(path)?.trim(), path).toBeTruthy();
      expect(text.trim(), path).toBeTruthy();
      if (/[àâçéèêîôûœ]/i.test(text) && !/languages|cafe/.test(path)) {
        expect(english.get(path), path).not.toBe(text);
      }
    }
  });
});
