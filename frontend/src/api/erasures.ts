import { call, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';

export type Erasure = components['schemas']['ErasureOut'];
export type ErasurePlan = components['schemas']['ErasurePlanOut'];
export type TablePlan = components['schemas']['TablePlanOut'];
export type ErasureStatus = 'open' | 'closed';
type Rule = components['schemas']['ErasureRuleBody'];

const RULE = '/v1/erasure-rule';
const ofCustomer = (id: string) => `/v1/customers/${segment(id)}`;

/** Nothing is changed by it. */
export async function planErasure(customerId: string): Promise<ErasurePlan> {
  return (await call<ErasurePlan>('POST', `${ofCustomer(customerId)}/erasure-plan`)).data;
}

export async function eraseCustomer(customerId: string, digest: string): Promise<Erasure> {
  const body = { plan_digest: digest };
  return (await call<Erasure>('POST', `${ofCustomer(customerId)}/erasures`, { body })).data;
}

export async function listErasures(
  query: PageQuery & { status: ErasureStatus },
): Promise<Page<Erasure>> {
  return (await call<Page<Erasure>>('GET', '/v1/erasures', { query })).data;
}

export async function getErasure(id: string): Promise<Erasure> {
  return (await call<Erasure>('GET', `/v1/erasures/${segment(id)}`)).data;
}

export async function answerErasure(id: string, what: 'approval' | 'refusal'): Promise<Erasure> {
  return (await call<Erasure>('POST', `/v1/erasures/${segment(id)}/${what}`)).data;
}

export async function getApprovalNeeded(): Promise<boolean> {
  return (await call<Rule>('GET', RULE)).data.approval;
}

export async function needApproval(approval: boolean): Promise<boolean> {
  return (await call<Rule>('PUT', RULE, { body: { approval } })).data.approval;
}
