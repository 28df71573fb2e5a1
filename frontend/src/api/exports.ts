import { call, download, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';

export type Export = components['schemas']['ExportOut'];
/** `filter` is the list's own query. */
export type NewExport = Omit<components['schemas']['ExportIn'], 'columns'>;

export async function listExports(query: PageQuery): Promise<Page<Export>> {
  return (await call<Page<Export>>('GET', '/v1/exports', { query })).data;
}

export async function startExport(body: NewExport): Promise<Export> {
  return (await call<Export>('POST', '/v1/exports', { body })).data;
}

export const downloadExport = (id: string) => download(`/v1/exports/${segment(id)}/file`);
