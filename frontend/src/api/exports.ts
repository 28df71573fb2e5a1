import { call, download, segment } from './http';
import type { Page, PageQuery } from './types';

export type ExportSubject = 'customers' | 'cards' | 'entries';
export type ExportFormat = 'csv' | 'xlsx';

export interface Export {
  id: string;
  what: ExportSubject;
  format: ExportFormat;
  status: 'running' | 'ready' | 'failed' | 'expired';
  rows: number | null;
  size: number | null;
  filter: Record<string, unknown>;
  created_at: string;
  expires_at: string | null;
}

export interface NewExport {
  what: ExportSubject;
  format: ExportFormat;
  /** The list's own query. */
  filter: object;
}

export async function listExports(query: PageQuery): Promise<Page<Export>> {
  return (await call<Page<Export>>('GET', '/v1/exports', { query })).data;
}

export async function startExport(body: NewExport): Promise<Export> {
  return (await call<Export>('POST', '/v1/exports', { body })).data;
}

export const downloadExport = (id: string) => download(`/v1/exports/${segment(id)}/file`);
