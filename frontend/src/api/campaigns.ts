import { call, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';
import { getVersioned, patchVersioned, type Versioned } from './versioned';

type Schemas = components['schemas'];
export type Campaign = Schemas['CampaignOut'];
export type CampaignReport = Schemas['CampaignReport'];
export type CampaignCounts = Schemas['CampaignCounts'];
export type Audience = NonNullable<Campaign['audience']>;
export type Segment = Schemas['SegmentOut'];
export type Reason =
  | 'no_consent'
  | 'objected'
  | 'restricted'
  | 'under_15'
  | 'no_address'
  | 'too_soon'
  | 'same_address'
  | 'gone'
  | 'undeliverable';
export type CampaignSettings = Schemas['CampaignSettingsIn'];
export interface Words {
  subject: string;
  body: string;
  card_button: boolean;
}
export type Draft = Words & { audience?: Audience | undefined };

const at = (id: string) => `/v1/campaigns/${segment(id)}`;

export async function listCampaigns(query: PageQuery): Promise<Page<Campaign>> {
  return (await call<Page<Campaign>>('GET', '/v1/campaigns', { query })).data;
}

export const getCampaign = (id: string) => getVersioned<CampaignReport>(at(id));

export async function createCampaign(body: Partial<Draft>): Promise<Campaign> {
  return (await call<Campaign>('POST', '/v1/campaigns', { body })).data;
}

export const changeCampaign = (id: string, etag: string, body: Partial<Draft>) =>
  patchVersioned<Campaign>(at(id), etag, body);

export async function deleteCampaign(id: string, etag: string): Promise<void> {
  await call('DELETE', at(id), { ifMatch: etag });
}

export async function copyCampaign(id: string): Promise<Campaign> {
  return (await call<Campaign>('POST', `${at(id)}/copies`)).data;
}

async function versioned(
  path: string,
  options: { body?: unknown; ifMatch?: string },
): Promise<Versioned<CampaignReport>> {
  const { data, etag } = await call<CampaignReport>('POST', path, options);
  return { data, etag: etag ?? '' };
}

export const sendCampaign = (id: string, etag: string, when: string | null) =>
  versioned(`${at(id)}/dispatch`, { body: { at: when }, ifMatch: etag });

export const cancelCampaign = (id: string) => versioned(`${at(id)}/cancellation`, {});

export async function tryCampaign(id: string): Promise<void> {
  await call('POST', `${at(id)}/trials`);
}

export async function countReaders(id: string): Promise<Segment> {
  return (await call<Segment>('GET', `${at(id)}/readers`)).data;
}

export async function previewSegment(audience: Audience): Promise<Segment> {
  return (await call<Segment>('POST', '/v1/segments/previews', { body: { audience } })).data;
}

export const getCampaignSettings = () => getVersioned<CampaignSettings>('/v1/campaign-settings');

export async function setCampaignSettings(etag: string, body: CampaignSettings): Promise<void> {
  await call('PUT', '/v1/campaign-settings', { body, ifMatch: etag });
}
