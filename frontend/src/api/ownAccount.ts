import { call, download, segment } from './http';
import type { components } from './schema';
import type { Language, Page, PageQuery } from './types';

type Schemas = components['schemas'];

export type OwnFile = Schemas['FileOut'];
export type AccountPlan = Schemas['ErasurePlanOut'];
export type AccountErasure = Schemas['AccountErasureOut'];
export type AccountErasureBegun = Schemas['AccountErasureBegun'];

const FILES = '/v1/me/extracts';

export async function listOwnFiles(query: PageQuery): Promise<Page<OwnFile>> {
  return (await call<Page<OwnFile>>('GET', FILES, { query })).data;
}

export async function makeOwnFile(language: Language): Promise<OwnFile> {
  return (await call<OwnFile>('POST', FILES, { body: { language } })).data;
}

export const downloadOwnFile = (id: string) => download(`${FILES}/${segment(id)}/file`);

/** Nothing is changed by it. */
export async function planAccountErasure(): Promise<AccountPlan> {
  return (await call<AccountPlan>('POST', '/v1/me/erasure-plan')).data;
}

export async function eraseAccount(digest: string, password: string): Promise<AccountErasureBegun> {
  const body = { plan_digest: digest, password };
  return (await call<AccountErasureBegun>('POST', '/v1/me/erasures', { body })).data;
}

/** There is nobody to sign in as any more: the secret says whose it was. */
export async function readErasureProof(token: string): Promise<AccountErasure> {
  const body = { proof_token: token };
  return (await call<AccountErasure>('POST', '/v1/erasure-proofs', { body })).data;
}
