import { call, download, readHeader, segment } from './http';
import type {
  Consent,
  Customer,
  CustomerChange,
  CustomerQuery,
  NewConsent,
  NewCustomer,
  Page,
  PageQuery,
  TimelineItem,
} from './types';
import { upload } from './upload';
import { getVersioned, patchVersioned, type Versioned } from './versioned';

const at = (id: string, rest = '') => `/v1/customers/${segment(id)}${rest}`;

export async function listCustomers(
  query: CustomerQuery,
  signal?: AbortSignal,
): Promise<Page<Customer>> {
  const options = signal ? { query, signal } : { query };
  return (await call<Page<Customer>>('GET', '/v1/customers', options)).data;
}

/** How many a list holds; asked apart, because counting takes longer than showing. */
export async function countCustomers(query: CustomerQuery): Promise<number | null> {
  const wish = { ...query, limit: 1, count: true };
  const total = await readHeader('/v1/customers', wish, 'X-Total-Count');
  return total === null ? null : Number(total);
}

export async function createCustomer(body: NewCustomer): Promise<Customer> {
  return (await call<Customer>('POST', '/v1/customers', { body })).data;
}

export const getCustomer = (id: string) => getVersioned<Customer>(at(id));

export const changeCustomer = (id: string, etag: string, change: CustomerChange) =>
  patchVersioned<Customer>(at(id), etag, change);

export async function verifyAdult(id: string): Promise<Versioned<Customer>> {
  const { data, etag } = await call<Customer>('POST', at(id, '/adult-verification'), { body: {} });
  return { data, etag: etag ?? '' };
}

export async function listTimeline(id: string, query: PageQuery): Promise<Page<TimelineItem>> {
  return (await call<Page<TimelineItem>>('GET', at(id, '/timeline'), { query })).data;
}

// Photo

export const getPhoto = (id: string) => download(at(id, '/photo'));

/** As in a list. */
export const getSmallPhoto = (id: string) => download(at(id, '/photo'), { size: 'small' });

export async function putPhoto(id: string, picture: Blob): Promise<void> {
  await upload({ method: 'PUT', path: at(id, '/photo'), file: picture });
}

export async function deletePhoto(id: string): Promise<void> {
  await call('DELETE', at(id, '/photo'));
}

// Tags

export interface TagCount {
  tag: string;
  customers: number;
}

export type BulkTarget = { ids: string[] } | { filter: object };
export type BulkTags = BulkTarget & { add: string[]; remove: string[] };
export interface BulkTagged {
  changed: number;
  /** What puts it back, sent one after the other. */
  undo: BulkTags[];
}

export async function listTags(): Promise<TagCount[]> {
  return (await call<Page<TagCount>>('GET', '/v1/customers/tags')).data.items;
}

export async function bulkTags(body: BulkTags): Promise<BulkTagged> {
  return (await call<BulkTagged>('POST', '/v1/customers/bulk-tags', { body })).data;
}

// Consents

export async function listConsents(id: string, query?: PageQuery): Promise<Page<Consent>> {
  return (await call<Page<Consent>>('GET', at(id, '/consents'), { query: query ?? {} })).data;
}

export async function recordConsent(id: string, body: NewConsent): Promise<Consent> {
  return (await call<Consent>('POST', at(id, '/consents'), { body })).data;
}

/** A one-time code for who stands at the counter, to open their own data with. */
export async function giveDataCode(id: string): Promise<{ code: string; expires_at: string }> {
  const path = `/v1/customers/${segment(id)}/identification`;
  return (await call<{ code: string; expires_at: string }>('POST', path)).data;
}
