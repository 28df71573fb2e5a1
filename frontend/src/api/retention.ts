import { call, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';

type Schemas = components['schemas'];

export type Retention = Schemas['RetentionOut'];
export type RetentionRule = Schemas['RuleOut'];
export type RetentionStop = Schemas['StopOut'];
export type Going = Schemas['GoingOut'];
export type Unreachable = Schemas['UnreachableOut'];
export type LegalHold = Schemas['LegalHoldOut'];
export type NewLegalHold = Schemas['LegalHoldIn'];
export type HoldStatus = 'in_force' | 'ended';

const PATH = '/v1/privacy/retention';
const HOLDS = '/v1/privacy/holds';

export const getRetention = async () => (await call<Retention>('GET', PATH)).data;

export async function getRetentionPlan(): Promise<Going[]> {
  return (await call<Schemas['RetentionPlanOut']>('GET', `${PATH}/plan`)).data.days;
}

/** What would be over with another period; nothing is changed by it. */
export async function previewRetention(
  rule: string,
  period: string,
  days: number,
): Promise<Going[]> {
  const path = `${PATH}/rules/${segment(rule)}/preview`;
  const query = { period, days };
  return (await call<Schemas['RetentionPlanOut']>('GET', path, { query })).data.days;
}

/** `null`: the law's default again. */
export async function chooseRetention(
  { name, version }: RetentionRule,
  period: string | null,
): Promise<void> {
  const options = { body: { period }, ifMatch: `"${version}"` };
  await call('PUT', `${PATH}/choices/${segment(name)}`, options);
}

export async function listUnreachable(query: PageQuery): Promise<Page<Unreachable>> {
  return (await call<Page<Unreachable>>('GET', `${PATH}/unreachable`, { query })).data;
}

export async function releaseRetention(stopId: string): Promise<void> {
  await call('POST', `${PATH}/stops/${segment(stopId)}/release`);
}

export async function listHolds(
  query: PageQuery & { status?: HoldStatus; row_id?: string },
): Promise<Page<LegalHold>> {
  return (await call<Page<LegalHold>>('GET', HOLDS, { query })).data;
}

export async function placeHold(body: NewLegalHold): Promise<LegalHold> {
  return (await call<LegalHold>('POST', HOLDS, { body })).data;
}

export async function liftHold(id: string): Promise<void> {
  await call('DELETE', `${HOLDS}/${segment(id)}`);
}
