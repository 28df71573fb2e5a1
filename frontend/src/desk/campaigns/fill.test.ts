import { expect, it } from 'vitest';
import { fill, paragraphs, parts } from './fill';

const who = { first_name: 'Zoé', shop: 'Au Bon Pain' };

it('fills in what either language calls it', () => {
  expect(fill('{prénom}, {first_name} : {commerce}{shop}', who)).toBe(
    'Zoé, Zoé : Au Bon PainAu Bon Pain',
  );
});

it('leaves what nobody knows, so that one sees it', () => {
  expect(fill('Cher {nom}', who)).toBe('Cher {nom}');
});

it('tells what differs from reader to reader from what is written', () => {
  expect(parts('Pour { Prénom }, {nom}')).toEqual([
    { text: 'Pour ', name: undefined },
    { text: '{ Prénom }', name: 'first_name' },
    { text: ', ', name: undefined },
    { text: '{nom}', name: undefined },
  ]);
});

it('begins a paragraph with an empty line', () => {
  expect(paragraphs('a\nb\n\n \nc\n')).toEqual(['a\nb', 'c\n']);
});
