import { describe, expect, it } from 'vitest';
import { decide, type Membership, may, membershipOf, safeNext } from './guards';

const bakery: Membership = {
  merchant_id: 'm1',
  merchant_name: 'Boulangerie Martin',
  merchant_slug: 'martin',
  role: 'auditor',
  scopes: ['cards:read', 'customers:read'],
};
const salon: Membership = {
  ...bakery,
  merchant_id: 'm2',
  merchant_name: 'Salon Lise',
  role: 'owner',
};

describe('safeNext', () => {
  it.each([
    ['/customers?q=lé', '/customers?q=lé'],
    ['/programs/new', '/programs/new'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/sign-in?next=/sign-in', '/'],
    ['/verify#token', '/'],
    [undefined, '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});

describe('decide', () => {
  const one = { memberships: [bakery] };
  const two = { memberships: [bakery, salon] };

  it('sends a stranger to sign in, remembering the way back', () => {
    expect(decide('office', null, null, '/customers?q=a')).toEqual({
      go: 'sign-in',
      next: '/customers?q=a',
    });
    expect(decide('choice', null, null, '/merchants')).toEqual({ go: 'sign-in', next: '/' });
    expect(decide('guest', null, null, '/sign-in')).toEqual({ go: 'stay' });
  });

  it('does not show sign-in to someone who is in', () => {
    expect(decide('guest', one, null, '/customers')).toEqual({ go: 'inside', next: '/customers' });
    expect(decide('guest', one, null, '/sign-up')).toEqual({ go: 'inside', next: '/' });
  });

  it('asks for the merchant only when there are several and none is chosen', () => {
    expect(decide('office', one, null, '/')).toEqual({ go: 'stay' });
    expect(decide('office', two, null, '/customers')).toEqual({
      go: 'merchants',
      next: '/customers',
    });
    expect(decide('office', two, 'm2', '/customers')).toEqual({ go: 'stay' });
    expect(decide('choice', two, null, '/merchants')).toEqual({ go: 'stay' });
  });

  it('forgets a merchant one no longer belongs to', () => {
    expect(decide('office', two, 'gone', '/')).toEqual({ go: 'merchants', next: '/' });
    expect(membershipOf(one, 'gone')).toBe(bakery);
    expect(membershipOf({ memberships: [] }, null)).toBeNull();
  });
});

describe('may', () => {
  it('goes by scope, and a stranger may nothing', () => {
    expect(may(bakery, 'cards:read')).toBe(true);
    expect(may(bakery, 'cards:write')).toBe(false);
    expect(may(null, 'cards:read')).toBe(false);
  });
});
