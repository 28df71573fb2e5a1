import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../api/audit';
import { choices, say, sentences } from './say';
import { texts } from './texts';

const recorded = [
  ...readFileSync('../api/core/audit/actions.py', 'utf8').matchAll(/^ {4}"([a-z_]+\.[a-z_]+)",$/gm),
].map((found) => found[1] ?? '');

function event(part: Partial<AuditEvent>): AuditEvent {
  return {
    id: '1',
    at: '2026-11-22T10:00:00Z',
    action: 'card.closed',
    actor: { kind: 'member', id: '2', name: 'Camille' },
    subject: { type: 'card', id: '3', name: null },
    facts: {},
    place: 1,
    ...part,
  };
}

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  it('has a sentence for every action that the code records, and for no other', () => {
    expect(recorded.length).toBeGreaterThan(50);
    expect(Object.keys(sentences[language]).sort()).toEqual([...recorded].sort());
  });

  it.each(recorded)('tells %s in words', (action) => {
    for (const facts of [{}, { what: 'customers', rows: 3, fields: ['a'], role: 'owner' }]) {
      const told = say(event({ action, facts }), language);
      expect(told).toMatch(/^[A-ZÀ-Ý].{8,}/);
      expect(told).not.toMatch(/undefined|null|[a-z]_[a-z]| {2}|\.$/);
    }
  });

  it('groups every action under a word of its own language', () => {
    const groups = choices(language);
    expect([...groups.values()].flat()).toHaveLength(recorded.length);
    expect([...groups.keys()].filter((name) => /^[a-z_]+$/.test(name))).toEqual([]);
  });
});

it('names who did it, as far as they are still known', () => {
  const by = (actor: Partial<AuditEvent['actor']>) =>
    say(event({ actor: { kind: 'member', id: '2', name: null, ...actor } }), 'en');
  expect(by({ name: 'Camille' })).toBe('Camille closed a card');
  expect(by({})).toBe('A former member closed a card');
  expect(by({ kind: 'api_key', name: 'Till' })).toBe('The key “Till” closed a card');
  expect(by({ kind: 'api_key' })).toBe('An API key closed a card');
  expect(by({ kind: 'system', id: null })).toBe('The service closed a card');
});

it('counts lines, in French with 0 in the singular', () => {
  const facts = { what: 'customers', more_than: 1000 };
  expect(say(event({ action: 'list.read', facts }), 'fr')).toMatch(
    /^Camille a lu en un jour plus de 1\s000 lignes de clients$/,
  );
  const none = { what: 'cards', rows: 0 };
  expect(say(event({ action: 'export.ready', facts: none }), 'fr')).toContain('(0 ligne)');
});

it('shows an action that it does not know', () => {
  expect(say(event({ action: 'comet.seen' }), 'en')).toBe('Camille: comet.seen');
  expect(texts.fr.title).toBe(texts.en.title);
});
