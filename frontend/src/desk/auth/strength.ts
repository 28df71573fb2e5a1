/**
 * A hint, not a gate: the server decides, by ten characters and 50 bits. It is repeated here, so that nothing
 * is called fair that will be refused; beyond it, runs like 1234 and one's own name count for little.
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

const KINDS: [RegExp, number][] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{Nd}/u, 10],
  [/[^\p{L}\p{N}]/u, 33],
];
const ENOUGH_BITS = 50;
const FEWEST_DIFFERENT = 5;

/** The server's own measure. */
export function isAccepted(password: string): boolean {
  const characters = [...password];
  const kinds = KINDS.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 0);
  return (
    characters.length >= PASSWORD_MINIMUM &&
    new Set(characters).size >= FEWEST_DIFFERENT &&
    characters.length * Math.log2(Math.max(kinds, 2)) >= ENOUGH_BITS
  );
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
  if (useful < 8 || !isAccepted(password)) return 'weak';
  return useful >= 14 ? 'strong' : 'fair';
}
