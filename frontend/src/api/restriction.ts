import { call, segment } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Restriction = Schemas['RestrictionOut'];
export type RestrictionReason = Restriction['reason'];
export type Told = Schemas['NoticeIn']['how'];

const of = (customerId: string) => `/v1/customers/${segment(customerId)}`;

export async function getRestriction(customerId: string): Promise<Restriction> {
  return (await call<Restriction>('GET', `${of(customerId)}/restriction`)).data;
}

export async function restrictCustomer(
  customerId: string,
  reason: RestrictionReason,
): Promise<Restriction> {
  const options = { body: { reason } };
  return (await call<Restriction>('POST', `${of(customerId)}/restriction`, options)).data;
}

/** By mail it counts as told once the mail has left, a moment later. */
export async function announceLifting(customerId: string, how: Told): Promise<Restriction> {
  const options = { body: { how } };
  return (await call<Restriction>('POST', `${of(customerId)}/restriction/notice`, options)).data;
}

export async function liftRestriction(customerId: string): Promise<void> {
  await call('DELETE', `${of(customerId)}/restriction`);
}
