const NO_BREAK = '\u00a0';
const NARROW_NO_BREAK = '\u202f';

/** Puts the spaces French wants before double punctuation where a line cannot break at them. */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ ([;!?])/g, `${NARROW_NO_BREAK}$1`)
    .replace(/ ([:%€»])/g, `${NO_BREAK}$1`)
    .replace(/« /g, `«${NO_BREAK}`);
}

/** The same for every text of an area, whatever a function among them returns included. */
export function french<Texts>(texts: Texts): Texts {
  return deeply(texts) as Texts;
}

function deeply(value: unknown): unknown {
  if (typeof value === 'string') return frenchSpaces(value);
  if (typeof value === 'function') return (...given: unknown[]) => deeply(value(...given));
  if (Array.isArray(value)) return value.map(deeply);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deeply(inner)]));
  }
  return value;
}

/** At the head of a label: « Tampons ». */
export function capital(word: string): string {
  const text = String(word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
