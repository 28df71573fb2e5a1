import { describe, expect, it } from 'vitest';
import type { Import, ImportMapping } from '../../api/imports';
import { assign, lacks, mappingOf, NO_OPTIONS, sentOptions, stepOf, takenTwice } from './mapping';

const named: ImportMapping = { 0: 'first_name', 2: 'email' };

describe('a mapping', () => {
  it('is the one chosen, else the one suggested', () => {
    const columns = [
      { index: 0, header: 'Prénom', samples: [], suggestion: 'first_name' },
      { index: 1, header: 'Divers', samples: [], suggestion: null },
    ] as Import['columns'];
    expect(mappingOf({ mapping: null, columns })).toEqual({ 0: 'first_name' });
    expect(mappingOf({ mapping: { 1: 'notes' }, columns })).toEqual({ 1: 'notes' });
  });

  it('gives a column another field, or none', () => {
    expect(assign(named, 2, 'phone')).toEqual({ 0: 'first_name', 2: 'phone' });
    expect(assign(named, 2, '')).toEqual({ 0: 'first_name' });
  });

  it('knows columns that want the same place', () => {
    expect(takenTwice({ ...named, 5: 'email' })).toEqual(new Set(['2', '5']));
    expect(takenTwice(named).size).toBe(0);
  });
});

describe('what is missing', () => {
  it('is nothing where somebody is named', () => {
    expect(lacks(named, NO_OPTIONS)).toEqual(new Set());
  });

  it('is somebody, a program for balances, a proof for consents', () => {
    const mapping: ImportMapping = { 0: 'city', 1: 'balance', 2: 'consent_email' };
    expect(lacks(mapping, NO_OPTIONS)).toEqual(new Set(['nobody', 'program', 'consent']));
    const told = { ...NO_OPTIONS, program_id: 'p', consent_statement: 'Formulaire papier 2025' };
    expect(lacks({ ...mapping, 3: 'company' }, told)).toEqual(new Set());
    expect(lacks({ ...mapping, 3: 'company' }, { ...told, consent_statement: ' oui ' })).toEqual(
      new Set(['consent']),
    );
  });

  it('is a decision between two columns', () => {
    expect(lacks({ ...named, 4: 'email' }, NO_OPTIONS)).toEqual(new Set(['twice']));
  });
});

it('sends only what the columns call for', () => {
  const options = { ...NO_OPTIONS, program_id: 'p', consent_statement: ' Formulaire papier ' };
  expect(sentOptions(named, options)).toMatchObject({ program_id: null, consent_statement: null });
  expect(sentOptions({ ...named, 3: 'balance', 4: 'consent_sms' }, options)).toMatchObject({
    program_id: 'p',
    consent_statement: 'Formulaire papier',
  });
});

it.each([
  ['reading', false, 'file'],
  ['uploaded', false, 'mapping'],
  ['checking', false, 'check'],
  ['checked', false, 'check'],
  ['checked', true, 'mapping'],
  ['running', true, 'done'],
  ['undone', false, 'done'],
] as const)('%s (revisiting: %s) stands at %s', (status, revisiting, step) => {
  expect(stepOf({ status }, revisiting)).toBe(step);
});
