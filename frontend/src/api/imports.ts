import { call, download, segment } from './http';
import type { Language, Page, PageQuery } from './types';

export type ImportStatus =
  | 'uploaded'
  | 'checking'
  | 'checked'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

export type ImportOutcome = 'new' | 'changed' | 'skipped' | 'rejected';

export interface ImportColumn {
  index: number;
  header: string;
  samples: string[];
}

/** What one problem did: which field, how often, and the first rows it happened in. */
export interface ImportProblem {
  code: string;
  field: string | null;
  count: number;
  rows: number[];
}

export interface ImportOptions {
  on_duplicate: 'update' | 'skip' | 'create';
  program_id: string | null;
  date_order: 'dmy' | 'mdy';
  consent_statement: string | null;
  language: Language | null;
}

/** Field of a customer by the column's index. */
export type ImportMapping = Record<string, string>;

export interface Import {
  id: string;
  status: ImportStatus;
  filename: string;
  format: string;
  encoding: string | null;
  delimiter: string | null;
  rows: number;
  columns: ImportColumn[];
  mapping: ImportMapping | null;
  suggested: ImportMapping;
  options: ImportOptions | null;
  counts: Record<ImportOutcome, number> | null;
  progress: { done: number; total: number } | null;
  errors: ImportProblem[];
  undoable: boolean;
  created_at: string;
  finished_at: string | null;
}

export interface ImportRow {
  number: number;
  outcome: ImportOutcome;
  values: Record<string, string | null>;
  problems: { code: string; field: string | null }[];
  customer_id: string | null;
}

const at = (id: string, rest = '') => `/v1/imports/${segment(id)}${rest}`;

export async function listImports(query: PageQuery): Promise<Page<Import>> {
  return (await call<Page<Import>>('GET', '/v1/imports', { query })).data;
}

export async function getImport(id: string): Promise<Import> {
  return (await call<Import>('GET', at(id))).data;
}

/** Headers carry ASCII only: the name travels percent-encoded. */
export async function uploadImport(file: File): Promise<Import> {
  const headers = { 'X-Filename': encodeURIComponent(file.name) };
  const options = { body: file, headers, timeoutMs: 10 * 60_000 };
  return (await call<Import>('POST', '/v1/imports', options)).data;
}

/** Starts the dry run. */
export async function mapImport(
  id: string,
  body: { mapping: ImportMapping; options: ImportOptions },
): Promise<Import> {
  return (await call<Import>('PUT', at(id, '/mapping'), { body })).data;
}

const act = (what: 'run' | 'cancellation' | 'reversal') => async (id: string) =>
  (await call<Import>('POST', at(id, `/${what}`))).data;

export const runImport = act('run');
export const cancelImport = act('cancellation');
export const undoImport = act('reversal');

export async function listImportRows(
  id: string,
  query: PageQuery & { outcome: ImportOutcome },
): Promise<Page<ImportRow>> {
  return (await call<Page<ImportRow>>('GET', at(id, '/rows'), { query })).data;
}

export const downloadRejected = (id: string) => download(at(id, '/rejected.csv'));
