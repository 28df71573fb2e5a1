import { call, segment } from './http';
import type {
  Consent,
  Customer,
  CustomerChange,
  CustomerQuery,
  NewConsent,
  NewCustomer,
  Page,
  PageQuery,
} from './types';
import { getVersioned, patchVersioned } from './versioned';

export async function listCustomers(
  query: CustomerQuery,
  signal?: AbortSignal,
): Promise<Page<Customer>> {
  const options = signal ? { query, signal } : { query };
  return (await call<Page<Customer>>('GET', '/v1/customers', options)).data;
}

export async function createCustomer(body: NewCustomer): Promise<Customer> {
  return (await call<Customer>('POST', '/v1/customers', { body })).data;
}

export const getCustomer = (id: string) => getVersioned<Customer>(`/v1/customers/${segment(id)}`);

export const changeCustomer = (id: string, etag: string, change: CustomerChange) =>
  patchVersioned<Customer>(`/v1/customers/${segment(id)}`, etag, change);

export async function listConsents(id: string, query?: PageQuery): Promise<Page<Consent>> {
  const path = `/v1/customers/${segment(id)}/consents`;
  return (await call<Page<Consent>>('GET', path, { query: query ?? {} })).data;
}

export async function recordConsent(id: string, body: NewConsent): Promise<Consent> {
  return (await call<Consent>('POST', `/v1/customers/${segment(id)}/consents`, { body })).data;
}
