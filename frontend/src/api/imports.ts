import { call, download, segment } from './http';
import type { components } from './schema';
import type { Language, Page, PageQuery } from './types';
import { upload } from './upload';

type Schemas = components['schemas'];

export type Import = Schemas['ImportOut'];
export type ImportStatus = Import['status'];
export type ImportColumn = Schemas['ColumnOut'];
export type ImportField = NonNullable<ImportColumn['suggestion']>;
/** Rows rejected for one cause. */
export type ImportProblem = Schemas['ErrorGroupOut'];
export type ImportCause = ImportProblem['code'];
export type ImportOptions = Required<Schemas['ImportOptions']>;
/** What a column is, by its index. */
export type ImportMapping = Record<string, ImportField>;
export type ImportRow = Schemas['ImportRowOut'];
export type ImportOutcome = ImportRow['outcome'];

const at = (id: string, rest = '') => `/v1/imports/${segment(id)}${rest}`;

export async function listImports(query: PageQuery): Promise<Page<Import>> {
  return (await call<Page<Import>>('GET', '/v1/imports', { query })).data;
}

export async function getImport(id: string): Promise<Import> {
  return (await call<Import>('GET', at(id))).data;
}

/** Headers carry ASCII only: the name travels percent-encoded. */
export async function uploadImport(
  file: File,
  onProgress?: (share: number) => void,
): Promise<Import> {
  const headers = { 'X-Filename': encodeURIComponent(file.name) };
  const order = { method: 'POST', path: '/v1/imports', file, headers, onProgress } as const;
  return (await upload<Import>(order)).data;
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

export const downloadRejected = (id: string, language: Language) =>
  download(at(id, '/rejected.csv'), { language });
