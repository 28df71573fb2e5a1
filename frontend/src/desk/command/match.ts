/** Without accents and case, as people type. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’']/g, ' ');
}

/**
 * How well words that were typed fit: each has to begin a word of the label or of what else it is
 * called. The label counts for more, its beginning for most; 0 is no fit.
 */
export function fitness(typed: string, label: string, also = ''): number {
  const wanted = words(typed);
  if (wanted.length === 0) return 1;
  const named = words(label);
  const other = words(also);
  const begins = (list: readonly string[], word: string) =>
    list.some((each) => each.startsWith(word));
  if (!wanted.every((word) => begins(named, word) || begins(other, word))) return 0;
  if (folded(label).startsWith(folded(typed.trim()))) return 3;
  return wanted.every((word) => begins(named, word)) ? 2 : 1;
}

const words = (text: string) =>
  folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
