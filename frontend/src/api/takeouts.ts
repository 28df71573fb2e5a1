import { call, download, segment } from './http';
import type { components } from './schema';
import type { Language, Page, PageQuery } from './types';
import { upload } from './upload';

type Schemas = components['schemas'];

export type Takeout = Schemas['FileOut'];
export type Intake = Schemas['IntakeOut'];

const FILES = '/v1/takeouts';
const INTAKES = '/v1/intakes';
const LONG_MS = 30 * 60_000;

export async function listTakeouts(query: PageQuery): Promise<Page<Takeout>> {
  return (await call<Page<Takeout>>('GET', FILES, { query })).data;
}

export async function makeTakeout(language: Language): Promise<Takeout> {
  return (await call<Takeout>('POST', FILES, { body: { language } })).data;
}

/** All of a shop may take its time on a slow line. */
export const downloadTakeout = (id: string) =>
  download(`${FILES}/${segment(id)}/file`, {}, { timeoutMs: LONG_MS });

export async function listIntakes(query: PageQuery): Promise<Page<Intake>> {
  return (await call<Page<Intake>>('GET', INTAKES, { query })).data;
}

export async function sendIntake(
  file: File,
  onProgress?: (share: number) => void,
): Promise<Intake> {
  const headers = { 'Content-Type': 'application/zip' };
  const order = { method: 'POST', path: INTAKES, file, headers, onProgress } as const;
  return (await upload<Intake>(order)).data;
}
