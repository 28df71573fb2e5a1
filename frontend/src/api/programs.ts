import { call, download, segment } from './http';
import type {
  Effects,
  Language,
  NewProgram,
  Page,
  PageQuery,
  PosterFormat,
  Program,
  ProgramChange,
  ProgramKind,
  ProgramStatus,
  Revision,
  Rules,
  Sale,
  Simulation,
} from './types';
import { getVersioned, patchVersioned } from './versioned';

const at = (id: string, rest = '') => `/v1/programs/${segment(id)}${rest}`;

export async function listPrograms(
  query: PageQuery & { status?: ProgramStatus } = {},
): Promise<Page<Program>> {
  return (await call<Page<Program>>('GET', '/v1/programs', { query })).data;
}

export async function createProgram(body: NewProgram): Promise<Program> {
  return (await call<Program>('POST', '/v1/programs', { body })).data;
}

export const getProgram = (id: string) => getVersioned<Program>(at(id));

export const changeProgram = (id: string, etag: string, change: ProgramChange) =>
  patchVersioned<Program>(at(id), etag, change);

/** What this change of a live program would mean for existing cards; changes nothing. */
export async function effectsOf(id: string, change: ProgramChange): Promise<Effects> {
  return (await call<Effects>('POST', at(id, '/effects'), { body: change })).data;
}

/** What a sale would earn a new customer under these rules, saved or not; changes nothing. */
export async function simulateSale(
  id: string,
  body: { sale: Sale; rules: Rules; kind: ProgramKind },
  signal?: AbortSignal,
): Promise<Simulation> {
  const options = signal ? { body, signal } : { body };
  return (await call<Simulation>('POST', at(id, '/previews'), options)).data;
}

export async function listRevisions(id: string, query?: PageQuery): Promise<Page<Revision>> {
  return (await call<Page<Revision>>('GET', at(id, '/revisions'), { query: query ?? {} })).data;
}

export async function activateProgram(id: string): Promise<Program> {
  return (await call<Program>('POST', at(id, '/activation'))).data;
}

/** `redeemUntil` is a date, `YYYY-MM-DD`: the last day rewards are given. */
export async function closeProgram(id: string, redeemUntil: string): Promise<Program> {
  const body = { redeem_until: redeemUntil };
  return (await call<Program>('POST', at(id, '/closing'), { body })).data;
}

export async function archiveProgram(id: string): Promise<Program> {
  return (await call<Program>('POST', at(id, '/archival'))).data;
}

export const posterPdf = (id: string, format: PosterFormat, language: Language) =>
  download(at(id, '/poster'), { format, language });
