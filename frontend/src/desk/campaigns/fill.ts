const NAMES: Record<string, 'first_name' | 'shop'> = {
  first_name: 'first_name',
  prénom: 'first_name',
  shop: 'shop',
  commerce: 'shop',
};

/** As the service fills it in; what it does not know stays, so that one sees it. */
export function fill(text: string, values: { first_name: string; shop: string }): string {
  return text.replace(/\{([^{}\n]{0,40})\}/g, (found, name: string) => {
    const known = NAMES[name.trim().toLocaleLowerCase()];
    return known ? values[known] : found;
  });
}

export function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).filter((part) => part.trim());
}
