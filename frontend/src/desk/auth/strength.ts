/**
 * A hint, not a gate: the server asks for ten characters and nothing else, because length is what helps.
 * Repetition, runs like 1234 and one's own name or address count for little.
 */
export type Strength = 'short' | 'weak' | 'fair' | 'strong';

export const PASSWORD_MINIMUM = 10;

const RUNS = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertyuiopasdfghjklzxcvbnm',
];

/** Characters that add something: not a repeat of the one before, not the next step of a known run. */
export function usefulLength(password: string): number {
  const lower = password.toLowerCase();
  let useful = 0;
  for (let i = 0; i < lower.length; i += 1) {
    const pair = lower.slice(i - 1, i + 1);
    const follows = i > 0 && (pair[0] === pair[1] || RUNS.some((run) => run.includes(pair)));
    useful += follows ? 0.25 : 1;
  }
  return useful;
}

function withoutKnownWords(password: string, known: readonly string[]): string {
  let rest = password.toLowerCase();
  for (const word of known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))) {
    if (word.length >= 4) rest = rest.replaceAll(word, '');
  }
  return rest;
}

export function strength(password: string, known: readonly string[] = []): Strength {
  if (password.length < PASSWORD_MINIMUM) return 'short';
  const useful = usefulLength(withoutKnownWords(password, known));
  const distinct = new Set(password).size;
  if (useful < 8 || distinct < 5) return 'weak';
  return useful >= 14 ? 'strong' : 'fair';
}
