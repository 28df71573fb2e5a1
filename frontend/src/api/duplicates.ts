import { call, segment } from './http';
import type { Customer, Page, PageQuery } from './types';

export interface Duplicate {
  id: string;
  reason: ('phone' | 'email' | 'name')[];
  score: number;
  customers: Customer[];
}

export type Side = 'keep' | 'merge';

export interface MergeOrder {
  keep_id: string;
  merge_id: string;
  /** Whose value a field keeps, where both have one. */
  fields?: Record<string, Side>;
  keep_version: number;
  merge_version: number;
}

export interface Merge {
  id: string;
  kept_id: string;
  merged_id: string;
  kept_name?: string | null;
  merged_name?: string | null;
  reversed_at?: string | null;
  created_at: string;
  undoable: boolean;
  cards_moved: number;
  units_moved: number;
}

export type MergePreview = Pick<Merge, 'cards_moved' | 'units_moved'>;

export async function listDuplicates(query: PageQuery): Promise<Page<Duplicate>> {
  return (await call<Page<Duplicate>>('GET', '/v1/duplicates', { query })).data;
}

/** They are two people: never proposed again. */
export async function dismissDuplicate(id: string): Promise<void> {
  await call('POST', `/v1/duplicates/${segment(id)}/dismissal`);
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
