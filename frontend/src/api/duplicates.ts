import { call, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';

type Schemas = components['schemas'];

export type Duplicate = Schemas['DuplicateOut'];
export type Merge = Schemas['MergeOut'];
export type MergePreview = Schemas['MergePreview'];
/** Whose value a field keeps, where both have one. */
export type MergeOrder = Schemas['MergeIn'];
export type MergeSides = NonNullable<MergeOrder['fields']>;
export type Side = NonNullable<MergeSides[string]>;

export async function listDuplicates(
  query: PageQuery & { dismissed: boolean },
): Promise<Page<Duplicate>> {
  return (await call<Page<Duplicate>>('GET', '/v1/duplicates', { query })).data;
}

/** They are two people: not proposed again. */
export async function dismissDuplicate(id: string): Promise<void> {
  await call('POST', `/v1/duplicates/${segment(id)}/dismissal`);
}

/** Perhaps one after all: proposed again. */
export async function restoreDuplicate(id: string): Promise<void> {
  await call('DELETE', `/v1/duplicates/${segment(id)}/dismissal`);
}

export async function previewMerge(body: MergeOrder): Promise<MergePreview> {
  return (await call<MergePreview>('POST', '/v1/merges/preview', { body })).data;
}

export async function merge(body: MergeOrder): Promise<Merge> {
  return (await call<Merge>('POST', '/v1/merges', { body })).data;
}

export async function listMerges(
  query: PageQuery & { customer_id?: string },
): Promise<Page<Merge>> {
  return (await call<Page<Merge>>('GET', '/v1/merges', { query })).data;
}

export async function undoMerge(id: string): Promise<Merge> {
  return (await call<Merge>('POST', `/v1/merges/${segment(id)}/reversal`)).data;
}
