import { call, download, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';

type Schemas = components['schemas'];

export type PrivacyRequest = Schemas['RequestOut'];
export type RequestKind = PrivacyRequest['kind'];
export type RequestState = PrivacyRequest['state'];
export type RequestEvent = Schemas['RequestEventOut'];
export type RequestPlan = Schemas['RequestPlanOut'];
export type PlanChange = RequestPlan['changes'][number];
export type Correction = Schemas['Correction'];
export type Measure = NonNullable<PrivacyRequest['restriction']>;
export type Ground = Schemas['RefusalIn']['ground'];
export type NewRequest = Pick<Schemas['RequestIn'], 'customer_id' | 'kind' | 'channel'> & {
  details?: string;
};

/** The steps that lead on, each a noun of the API, with what it takes. */
export interface Steps {
  'identification-codes': undefined;
  identification: { by: 'counter' } | { by: 'code'; code: string };
  qualification: { kind: RequestKind; correction?: Correction | null; restriction?: Measure };
  plan: undefined;
  approval: { plan_digest: string };
  execution: undefined;
  completion: undefined;
  answer: { words?: string };
  extension: { reason: string };
  refusal: { ground: Ground; reason: string };
}

const path = (id: string) => `/v1/privacy/requests/${segment(id)}`;

export async function listRequests(
  query: PageQuery & { status: 'open' | 'closed'; kind?: RequestKind | undefined },
): Promise<Page<PrivacyRequest>> {
  return (await call<Page<PrivacyRequest>>('GET', '/v1/privacy/requests', { query })).data;
}

export async function createRequest(body: NewRequest): Promise<PrivacyRequest> {
  return (await call<PrivacyRequest>('POST', '/v1/privacy/requests', { body })).data;
}

export async function getRequest(id: string): Promise<PrivacyRequest> {
  return (await call<PrivacyRequest>('GET', path(id))).data;
}

export async function listRequestEvents(id: string): Promise<RequestEvent[]> {
  const query = { limit: 100 };
  return (await call<Page<RequestEvent>>('GET', `${path(id)}/events`, { query })).data.items;
}

export async function getRequestPlan(id: string): Promise<RequestPlan> {
  return (await call<RequestPlan>('GET', `${path(id)}/plan`)).data;
}

/** Refused as stale when somebody took a step since the request was read. */
export async function takeStep<Name extends keyof Steps>(
  request: PrivacyRequest,
  step: Name,
  body: Steps[Name],
): Promise<PrivacyRequest> {
  const options = { body: body ?? {}, ifMatch: `"${request.version}"` };
  return (await call<PrivacyRequest>('POST', `${path(request.id)}/${step}`, options)).data;
}

export async function linkCustomer(
  request: PrivacyRequest,
  customerId: string,
): Promise<PrivacyRequest> {
  const options = { body: { customer_id: customerId }, ifMatch: `"${request.version}"` };
  return (await call<PrivacyRequest>('PUT', `${path(request.id)}/customer`, options)).data;
}

export const downloadCopy = (id: string) => download(`/v1/extracts/${segment(id)}/file`);
