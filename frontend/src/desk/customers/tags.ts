const MOST = 20;

/** What differs in its case only is the same tag. */
export function addTag(tags: readonly string[], text: string): readonly string[] {
  const tag = text.trim().replace(/,$/, '').trim().slice(0, 30);
  const known = tags.some((each) => each.toLocaleLowerCase() === tag.toLocaleLowerCase());
  return !tag || known || tags.length >= MOST ? tags : [...tags, tag];
}
