/** What a QR code, a typed code or a USB scanner gave us, told apart without asking the server. */
export type ScanContent =
  | { kind: 'card'; code: string }
  | { kind: 'other-merchant'; slug: string }
  | { kind: 'poster' }
  | { kind: 'holder-link' }
  | { kind: 'foreign' };

const CODE_LENGTH = 26;
const NUMBER_LENGTH = 8;
const CROCKFORD = /^[0-9A-HJKMNP-TV-Z]+$/;

/** Crockford base32 as people type it: any case, O for 0, I and L for 1, separators ignored. */
export function normaliseTyped(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** The card a person typed: its 8-character number or its 26-character code, else null. */
export function typedCard(text: string): string | null {
  const value = normaliseTyped(text);
  const fits = value.length === NUMBER_LENGTH || value.length === CODE_LENGTH;
  return fits && CROCKFORD.test(value) ? value : null;
}

/** `ABCD-EFGH`, the way the number is printed and read aloud. */
export function formatNumber(number: string): string {
  const bare = number.replace(/-/g, '');
  return bare.length === NUMBER_LENGTH ? `${bare.slice(0, 4)}-${bare.slice(4)}` : number;
}

/**
 * The host is deliberately not compared: the same service may be reached under several names,
 * and the slug is what says whose card it is.
 */
export function readScan(text: string, ownSlug: string): ScanContent {
  const trimmed = text.trim();
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    const code = typedCard(trimmed);
    return code === null ? { kind: 'foreign' } : { kind: 'card', code };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'foreign' };
  const [page, slug, ...rest] = url.pathname.split('/').filter(Boolean);
  if (slug === undefined || rest.length > 0) return { kind: 'foreign' };
  switch (page) {
    case 's': {
      if (slug !== ownSlug) return { kind: 'other-merchant', slug };
      const code = normaliseTyped(url.hash.slice(1));
      const valid = code.length === CODE_LENGTH && CROCKFORD.test(code);
      return valid ? { kind: 'card', code } : { kind: 'foreign' };
    }
    case 'join':
      return slug === ownSlug ? { kind: 'poster' } : { kind: 'other-merchant', slug };
    case 'c':
      return slug === ownSlug ? { kind: 'holder-link' } : { kind: 'other-merchant', slug };
    default:
      return { kind: 'foreign' };
  }
}
