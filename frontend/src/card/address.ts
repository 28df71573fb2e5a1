/** What the address of a customer's page says. */
export type Address =
  | { page: 'join'; slug: string; programId: string | null }
  | { page: 'card' | 'show' | 'extract' | 'data'; slug: string }
  | { page: 'unknown' };

/**
 * The secrets (page token, scan code) stand in the fragment: browsers do not send it, so that no
 * log ever holds one.
 */
export function readAddress(location: Pick<Location, 'pathname' | 'search'>): Address {
  const [, page, slug] = location.pathname.split('/');
  if (!slug) return { page: 'unknown' };
  switch (page) {
    case 'join':
      return { page, slug, programId: new URLSearchParams(location.search).get('program') };
    case 'c':
      return { page: 'card', slug };
    case 's':
      return { page: 'show', slug };
    case 'x':
      return { page: 'extract', slug };
    case 'd':
      return { page: 'data', slug };
    default:
      return { page: 'unknown' };
  }
}

export function cardPath(slug: string, token: string): string {
  return `/c/${encodeURIComponent(slug)}#${token}`;
}

/** « My data », by the same secret as the card's page. */
export function dataPath(slug: string, token: string): string {
  return `/d/${encodeURIComponent(slug)}#${token}`;
}

export function joinPath(slug: string): string {
  return `/join/${encodeURIComponent(slug)}`;
}

/** What the counter's scanner reads. */
export function qrContent(origin: string, slug: string, code: string): string {
  return `${origin}/s/${encodeURIComponent(slug)}#${code}`;
}
