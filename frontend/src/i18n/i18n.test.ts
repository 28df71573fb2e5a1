import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ApiProblem, NetworkProblem } from '../api/problems';
import { formats, plural } from './format';
import { detectLanguage, rememberLanguage } from './language';
import { en } from './problems.en';
import { fr } from './problems.fr';
import { problemText } from './problemText';
import { french, frenchSpaces } from './typography';

describe('French typography', () => {
  it('puts no-break spaces before double punctuation and inside guillemets', () => {
    expect(frenchSpaces('Prêt ? « Oui » : 5 € !')).toBe(
      'Prêt\u202f? «\u00a0Oui\u00a0»\u00a0: 5\u00a0€\u202f!',
    );
  });

  it('reaches into functions and nested texts', () => {
    const texts = french({ a: { hello: (name: string) => `Bonjour ${name} !` } });
    expect(texts.a.hello('Zoé')).toBe('Bonjour Zoé\u202f!');
  });

  it('leaves addresses and times alone', () => {
    expect(frenchSpaces('https://exemple.fr à 14:05')).toBe('https://exemple.fr à 14:05');
  });
});

describe('numbers and dates', () => {
  it('counts 0 as singular in French and plural in English', () => {
    expect(plural('fr', 0, 'tampon', 'tampons')).toBe('0 tampon');
    expect(plural('fr', 2, 'tampon', 'tampons')).toBe('2 tampons');
    expect(plural('en', 0, 'stamp', 'stamps')).toBe('0 stamps');
    expect(plural('en', 1, 'stamp', 'stamps')).toBe('1 stamp');
  });

  it('shows a moment in the merchant’s zone and a plain date as that very day', () => {
    const { time, date } = formats('fr', 'Europe/Paris');
    expect(time('2026-11-22T23:30:00Z')).toBe('00:30');
    expect(date('2026-11-22')).toMatch(/^22 nov/);
  });

  it('says how long ago', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const { ago } = formats('fr', 'Europe/Paris');
    expect(ago('2026-11-22T11:57:00Z', now)).toBe('il y a 3 minutes');
    expect(ago('2026-11-21T12:00:00Z', now)).toBe('hier');
    expect(ago('2026-10-01T12:00:00Z', now)).toMatch(/1 oct/);
  });

  it('signs with a real minus', () => {
    expect(formats('fr').signed(-10)).toBe('−10');
    expect(formats('fr').signed(1)).toBe('+1');
  });
});

describe('language', () => {
  it('prefers what was chosen, then what the browser speaks', () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-DE', 'en-US', 'fr']);
    expect(detectLanguage()).toBe('en');
    rememberLanguage('fr');
    expect(detectLanguage()).toBe('fr');
  });
});

describe('problems', () => {
  it('have a text for every code that the API’s description names', () => {
    const description = readFileSync(resolve(import.meta.dirname, '../../../openapi.yaml'), 'utf8');
    const codes = new Set(
      [...description.matchAll(/\/docs#([A-Z0-9_]+)/g)].map(([, code]) => code),
    );
    expect(codes.size).toBeGreaterThan(20);
    expect([...codes].filter((code) => !Object.hasOwn(fr, code ?? ''))).toEqual([]);
  });

  it('have a text in both languages for every code', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
    for (const text of Object.values(fr)) expect(text).not.toMatch(/ [:;!?»]/);
  });

  it('put any error into words', () => {
    const known = new ApiProblem({ status: 409, code: 'CARD_CLOSED', detail: '' });
    expect(problemText(known, 'en')).toBe(en.CARD_CLOSED);
    const unknown = new ApiProblem({ status: 409, code: 'NEW_CODE', detail: 'In its own words' });
    expect(problemText(unknown, 'fr')).toBe('In its own words');
    expect(problemText(new NetworkProblem('offline'), 'fr')).toContain('hors ligne');
    expect(problemText(new Error('bug'), 'en')).toBe('Something unexpected happened. Try again.');
  });
});
