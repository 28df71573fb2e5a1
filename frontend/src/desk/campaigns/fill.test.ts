import { expect, it } from 'vitest';
import { fill, paragraphs } from './fill';

const who = { first_name: 'Zoé', shop: 'Au Bon Pain' };

it('fills in what either language calls it', () => {
  expect(fill('{prénom}, {first_name} : {commerce}{shop}', who)).toBe(
    'Zoé, Zoé : Au Bon PainAu Bon Pain',
  );
});

it('leaves what nobody knows, so that one sees it', () => {
  expect(fill('Cher {nom}', who)).toBe('Cher {nom}');
});

it('begins a paragraph with an empty line', () => {
  expect(paragraphs('a\nb\n\n \nc\n')).toEqual(['a\nb', 'c\n']);
});
