type Name = 'first_name' | 'shop';

const NAMES: Record<string, Name> = {
  first_name: 'first_name',
  prénom: 'first_name',
  shop: 'shop',
  commerce: 'shop',
};

/** A text cut at what is filled in; what the service does not know stays, so that one sees it. */
export function parts(text: string): { text: string; name?: Name | undefined }[] {
  return text
    .split(/(\{[^{}\n]{0,40}\})/)
    .filter(Boolean)
    .map((part) => ({
      text: part,
      name: part.startsWith('{') ? NAMES[part.slice(1, -1).trim().toLocaleLowerCase()] : undefined,
    }));
}

/** As the service fills it in. */
export function fill(text: string, values: Record<Name, string>): string {
  return parts(text)
    .map((part) => (part.name ? values[part.name] : part.text))
    .join('');
}

export function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).filter((part) => part.trim());
}
