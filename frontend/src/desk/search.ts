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

export const CONSENTED = ['marketing_email', 'marketing_sms', 'marketing_post'] as const;
export const OCCASIONS = ['birthday', 'units_expiring'] as const;
export const SORTS = ['recent', 'name', 'visits', 'spent'] as const;

/** What narrows the list, under the names that the API gives it. */
export interface CustomerFilters {
  q?: string | undefined;
  filter?: 'active' | 'dormant' | undefined;
  tag?: string | undefined;
  city?: string | undefined;
  consent?: (typeof CONSENTED)[number] | undefined;
  has_email?: 'true' | 'false' | undefined;
  program_id?: string | undefined;
  birthday_month?: string | undefined;
  occasion?: (typeof OCCASIONS)[number] | undefined;
}

export interface CustomerSearch extends CustomerFilters {
  sort?: Exclude<(typeof SORTS)[number], 'recent'> | undefined;
  /** The dialog for a new customer is open. */
  new?: 'yes' | undefined;
  /** So is the one that takes the list out. */
  export?: 'yes' | undefined;
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() ? value : undefined);

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

/** Whatever stands in the address, only what the list understands comes through. */
export function customerSearch(raw: Record<string, unknown>): CustomerSearch {
  return {
    q: text(raw.q),
    filter: oneOf(raw.filter, ['active', 'dormant']),
    tag: text(raw.tag),
    city: text(raw.city),
    consent: oneOf(raw.consent, CONSENTED),
    has_email: oneOf(raw.has_email, ['true', 'false']),
    program_id: /^[0-9a-f-]{36}$/i.test(String(raw.program_id)) ? text(raw.program_id) : undefined,
    birthday_month: /^([1-9]|1[0-2])$/.test(String(raw.birthday_month))
      ? String(raw.birthday_month)
      : undefined,
    occasion: oneOf(raw.occasion, OCCASIONS),
    sort: oneOf(raw.sort, ['name', 'visits', 'spent']),
    new: oneOf(raw.new, ['yes']),
    export: oneOf(raw.export, ['yes']),
  };
}

/** What narrows the list, without its order and what is open over it. */
export function filtersOf({
  sort: _sort,
  new: _new,
  export: _export,
  ...filters
}: CustomerSearch): CustomerFilters {
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]) => value !== undefined),
  ) as CustomerFilters;
}

/** The two records to merge. */
export const mergeSearch = (
  raw: Record<string, unknown>,
): { keep?: string | undefined; merge?: string | undefined } => ({
  keep: text(raw.keep),
  merge: text(raw.merge),
});

/** Back from the payment page, with the id of what was begun here. */
export const checkoutSearch = (
  raw: Record<string, unknown>,
): { checkout?: string | undefined } => ({
  checkout: /^[0-9a-f-]{36}$/i.test(String(raw.checkout)) ? text(raw.checkout) : undefined,
});

export const nextSearch = (raw: Record<string, unknown>): { next?: string | undefined } => ({
  next: typeof raw.next === 'string' ? raw.next : undefined,
});
