import type { AuditAction, AuditEvent } from '../../api/audit';

/** An event as a sentence needs it. */
export interface Told {
  who: string;
  kind: AuditEvent['actor']['kind'];
  facts: AuditEvent['facts'];
}

/** One for every action that the API records: the compiler asks for the missing ones. */
export type Sentences = Record<AuditAction, (told: Told) => string>;

/** A number among the facts, or how many a list names. */
export function count(facts: Told['facts'], name: string): number | null {
  const value = facts[name];
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' ? value : null;
}

export function word(facts: Told['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
}
