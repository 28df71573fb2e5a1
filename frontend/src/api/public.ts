import { call, segment } from './http';
import type { HolderCard, Joined, Joining, PublicMerchant } from './types';

const at = (slug: string, rest = '') => `/v1/public/${segment(slug)}${rest}`;

export async function getPublicMerchant(slug: string): Promise<PublicMerchant> {
  return (await call<PublicMerchant>('GET', at(slug))).data;
}

export async function join(slug: string, body: Joining): Promise<Joined> {
  return (await call<Joined>('POST', at(slug, '/cards'), { body })).data;
}

export async function getHolderCard(slug: string, pageToken: string): Promise<HolderCard> {
  return (await call<HolderCard>('GET', at(slug, '/card'), { bearer: pageToken })).data;
}
