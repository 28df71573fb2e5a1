/** Who may stand where. Pure, so that every combination is tested without a router. */

export interface Membership {
  merchant_id: string;
  merchant_name: string;
  merchant_slug: string;
  role: string;
  scopes: readonly string[];
}

export interface Visitor {
  memberships: readonly Membership[];
}

export type Area = 'guest' | 'choice' | 'office';

export type Decision = { go: 'stay' } | { go: 'sign-in' | 'merchants' | 'inside'; next: string };

const OUTSIDE = /^\/(sign-in|sign-up|verify|reset|forgot|invitation|merchants)(\/|\?|#|$)/;

/** Where to go after signing in: only a path of this desk, never another site, never the sign-in page again. */
export function safeNext(next: string | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next) || OUTSIDE.test(next)) return '/';
  return next;
}

export function membershipOf(
  visitor: Visitor | null,
  merchantId: string | null,
): Membership | null {
  if (!visitor) return null;
  const only = visitor.memberships.length === 1 ? visitor.memberships[0] : undefined;
  return only ?? visitor.memberships.find((m) => m.merchant_id === merchantId) ?? null;
}

export function decide(
  area: Area,
  visitor: Visitor | null,
  merchantId: string | null,
  here: string,
): Decision {
  if (!visitor) return area === 'guest' ? { go: 'stay' } : { go: 'sign-in', next: safeNext(here) };
  if (area === 'guest') return { go: 'inside', next: safeNext(here) };
  if (area === 'choice') return { go: 'stay' };
  return membershipOf(visitor, merchantId)
    ? { go: 'stay' }
    : { go: 'merchants', next: safeNext(here) };
}

export function may(membership: Membership | null, scope: string): boolean {
  return membership?.scopes.includes(scope) ?? false;
}
