/**
 * Addresses carry plain text: `?q=0612` stays what was typed. The router's own way reads values as JSON and
 * would turn a phone number into an integer and quote what looks like one.
 */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text && `?${text}`;
}

export interface CustomerSearch {
  q?: string | undefined;
  filter?: 'active' | 'dormant' | undefined;
  sort?: 'name' | undefined;
  /** The dialog for a new customer is open. */
  new?: 'yes' | undefined;
}

/** Whatever stands in the address, only what the list understands comes through. */
export function customerSearch(raw: Record<string, unknown>): CustomerSearch {
  const { q, filter, sort } = raw;
  return {
    q: typeof q === 'string' && q.trim() ? q : undefined,
    filter: filter === 'active' || filter === 'dormant' ? filter : undefined,
    sort: sort === 'name' ? sort : undefined,
    new: raw.new === 'yes' ? 'yes' : undefined,
  };
}

export const nextSearch = (raw: Record<string, unknown>): { next?: string | undefined } => ({
  next: typeof raw.next === 'string' ? raw.next : undefined,
});
