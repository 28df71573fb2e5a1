import { entering } from './accounts';
import { call, segment } from './http';
import type {
  Device,
  Invitation,
  InvitationReading,
  Location,
  LocationChange,
  Me,
  Member,
  MemberChange,
  NewDevice,
  NewInvitation,
  NewLocation,
  Page,
  PageQuery,
  PairingCode,
} from './types';
import { getVersioned, patchVersioned } from './versioned';

async function list<T>(path: string, query?: PageQuery): Promise<Page<T>> {
  return (await call<Page<T>>('GET', path, { query: query ?? {} })).data;
}

// Members

export const listMembers = (query?: PageQuery) => list<Member>('/v1/members', query);

/** Refused as stale when somebody changed the member since it was read. */
export async function changeMember(member: Member, change: MemberChange): Promise<Member> {
  const path = `/v1/members/${segment(member.id)}`;
  return (await patchVersioned<Member>(path, `"${member.version}"`, change)).data;
}

export async function removeMember(id: string): Promise<void> {
  await call('DELETE', `/v1/members/${segment(id)}`);
}

export async function setPin(memberId: string, pin: string): Promise<void> {
  await call('PUT', `/v1/members/${segment(memberId)}/pin`, { body: { pin } });
}

export async function removePin(memberId: string): Promise<void> {
  await call('DELETE', `/v1/members/${segment(memberId)}/pin`);
}

// Invitations

export const listInvitations = (query?: PageQuery) => list<Invitation>('/v1/invitations', query);

export async function invite(body: NewInvitation): Promise<Invitation> {
  return (await call<Invitation>('POST', '/v1/invitations', { body })).data;
}

/** A new mail with a new link; the links before it no longer work. */
export async function remindInvitation(id: string): Promise<Invitation> {
  return (await call<Invitation>('POST', `/v1/invitations/${segment(id)}/reminder`)).data;
}

export async function revokeInvitation(id: string): Promise<void> {
  await call('DELETE', `/v1/invitations/${segment(id)}`);
}

/** What the link of the mail stands for, before anything is accepted. */
export async function readInvitation(token: string): Promise<InvitationReading> {
  const body = { token };
  return (await call<InvitationReading>('POST', '/v1/invitations/reading', { body })).data;
}

export const acceptInvitation = (body: { token: string; password?: string; first_name?: string }) =>
  entering(call<Me>('POST', '/v1/invitations/acceptance', { body }));

// Locations and the devices that stand there

export const listLocations = (query?: PageQuery) => list<Location>('/v1/locations', query);

export async function addLocation(body: NewLocation): Promise<Location> {
  return (await call<Location>('POST', '/v1/locations', { body })).data;
}

export const getLocation = (id: string) => getVersioned<Location>(`/v1/locations/${segment(id)}`);

export const changeLocation = (id: string, etag: string, change: LocationChange) =>
  patchVersioned<Location>(`/v1/locations/${segment(id)}`, etag, change);

/** Only one that has never served; others are closed. */
export async function removeLocation(id: string): Promise<void> {
  await call('DELETE', `/v1/locations/${segment(id)}`);
}

export const listDevices = (query?: PageQuery) => list<Device>('/v1/devices', query);

export async function addDevice(name: string, locationId: string): Promise<NewDevice> {
  const body = { name, location_id: locationId };
  return (await call<NewDevice>('POST', '/v1/devices', { body })).data;
}

/** Another code, for a device that was not paired in time. */
export async function newPairingCode(id: string): Promise<PairingCode> {
  return (await call<PairingCode>('POST', `/v1/devices/${segment(id)}/pairing-codes`)).data;
}

export async function revokeDevice(id: string): Promise<void> {
  await call('DELETE', `/v1/devices/${segment(id)}`);
}
