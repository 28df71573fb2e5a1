import { call } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Closure = Schemas['ClosureOut'];

const PATH = '/v1/merchant/closure';

export async function readClosure(): Promise<Closure> {
  return (await call<Closure>('GET', PATH)).data;
}

export async function closeMerchant(password: string): Promise<Closure> {
  return (await call<Closure>('POST', PATH, { body: { password } })).data;
}

export async function reopenMerchant(): Promise<void> {
  await call<void>('DELETE', PATH);
}

export async function waiveTakeout(words: string): Promise<Closure> {
  return (await call<Closure>('POST', `${PATH}/waiver`, { body: { words } })).data;
}

export async function purgeMerchant(password: string): Promise<Closure> {
  return (await call<Closure>('POST', `${PATH}/purge`, { body: { password } })).data;
}
