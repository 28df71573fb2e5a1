import { beforeEach, describe, expect, it, vi } from 'vitest';
import { currentMerchantId } from '../../api/http';
import type { Me, Membership } from '../../api/types';
import { SessionStore } from './session';

const shop = (id: string): Membership => ({
  id: 'm1',
  location_ids: [],
  second_factor_required: false,
  read_only_since: null,
  ended_at: null,
  frozen: false,
  merchant_id: id,
  merchant_name: `Shop ${id}`,
  merchant_slug: id,
  merchant_logo: null,
  currency: 'EUR',
  role: 'cashier',
  scopes: ['cards:read', 'cards:write'],
});

const me = (...memberships: Membership[]): Me => ({
  user: { id: 'u1', email: 'anne@example.com', first_name: 'Anne', language: 'fr' },
  second_factor: false,
  csrf_token: 'secret-token',
  memberships,
});

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

let service: () => Promise<Response>;

beforeEach(() => {
  service = async () => answer(200, me(shop('bakery')));
  vi.stubGlobal('fetch', () => service());
});

describe('who works at this counter', () => {
  it('opens at once for somebody remembered, and asks the service meanwhile', async () => {
    await new SessionStore().start();
    service = async () => {
      throw new TypeError('no network');
    };
    const session = new SessionStore();
    const started = session.start();
    expect(session.state).toMatchObject({ kind: 'ready', me: null, expired: false });
    expect(currentMerchantId()).toBe('bakery');
    await started;
    expect(session.state).toMatchObject({ kind: 'ready', me: null, expired: false });
  });

  it('keeps no token and no address on the device', async () => {
    await new SessionStore().start();
    const kept = JSON.stringify({ ...localStorage });
    expect(kept).not.toMatch(/secret-token|anne@example/);
  });

  it('without anybody remembered needs the service, and says so', async () => {
    service = async () => {
      throw new TypeError('no network');
    };
    const session = new SessionStore();
    await session.start();
    expect(session.state.kind).toBe('unreachable');
    service = async () => answer(401, { code: 'NOT_SIGNED_IN' });
    await session.refresh();
    expect(session.state.kind).toBe('signed-out');
  });

  it('asks for the shop when there are several, and remembers the choice', () => {
    const both = me(shop('bakery'), shop('salon'));
    const session = new SessionStore();
    session.enter(both);
    expect(session.state.kind).toBe('choosing');
    session.enter(both, 'salon');
    expect(session.state).toMatchObject({ kind: 'ready' });
    const later = new SessionStore();
    later.enter(both);
    expect(later.state).toMatchObject({ identity: { membership: { merchant_id: 'salon' } } });
  });

  it('says so when another account has taken over this browser', async () => {
    const session = new SessionStore();
    await session.start();
    const other = me(shop('bakery'));
    other.user = { ...other.user, id: 'u2', first_name: 'Bruno' };
    service = async () => answer(200, other);
    await session.refresh();
    expect(session.state).toMatchObject({ replacing: 'Anne', identity: { firstName: 'Bruno' } });
    session.acknowledge();
    expect(session.state).toMatchObject({ replacing: null });
  });

  it('stays recognisable when the session is over, so that stamps can be kept', async () => {
    const session = new SessionStore();
    await session.start();
    service = async () => answer(401, { code: 'NOT_SIGNED_IN' });
    await session.refresh();
    expect(session.state).toMatchObject({ kind: 'ready', expired: true, me: null });
    session.leave();
    expect(session.state.kind).toBe('signed-out');
    expect(localStorage.getItem('carnet.counter')).toBeNull();
  });
});
