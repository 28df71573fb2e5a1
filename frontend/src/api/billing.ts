import { call, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';

type Schemas = components['schemas'];

/** Amounts are whole numbers of the currency's smallest unit. */

export type Interval = Price['interval'];
export type Price = Schemas['PlanPrice'];
export type Resource =
  | 'cards'
  | 'members'
  | 'locations'
  | 'programs'
  | 'requests_per_minute'
  | 'mails_per_month'
  | 'image_bytes';
/** What is missing among the quotas is without limit. */
export type Plan = Omit<Schemas['PlanOut'], 'quotas'> & {
  quotas: Partial<Record<Resource, number | null>>;
};
export type Plans = Omit<Schemas['PlansOut'], 'items'> & { items: Plan[] };
export type Subscription = Schemas['SubscriptionOut'];
export type PlanState = Subscription['state'];
export type Checkout = Schemas['CheckoutOut'];
export type NewCheckout = Omit<Schemas['CheckoutIn'], 'promotion_code'> & {
  promotion_code?: string;
};
export type Preview = Schemas['PlanPreviewOut'];
export type Invoice = Schemas['InvoiceOut'];

export type Usage = Schemas['UsageOut'];
export type UsageItem = Usage['items'][number];

export interface PlanSelection {
  programs: string[];
  locations: string[];
  members: string[];
}

const BASE = '/v1/subscription';

/** It may wait for the payment provider, which is slower than we are. */
const PATIENCE = { timeoutMs: 40_000 };

export async function listPlans(): Promise<Plans> {
  return (await call<Plans>('GET', '/v1/plans')).data;
}

export async function getUsage(): Promise<Usage> {
  return (await call<Usage>('GET', '/v1/usage')).data;
}

export async function getSubscription(): Promise<Subscription> {
  return (await call<Subscription>('GET', BASE)).data;
}

export async function startCheckout(body: NewCheckout, idempotencyKey: string): Promise<Checkout> {
  const options = { ...PATIENCE, body, idempotencyKey };
  return (await call<Checkout>('POST', '/v1/checkouts', options)).data;
}

export async function getCheckout(id: string): Promise<Checkout> {
  return (await call<Checkout>('GET', `/v1/checkouts/${segment(id)}`)).data;
}

export async function openPortal(): Promise<{ url: string }> {
  return (await call<{ url: string }>('POST', '/v1/billing-portal-sessions', PATIENCE)).data;
}

export async function previewChange(body: { plan: string; interval: Interval }): Promise<Preview> {
  return (await call<Preview>('POST', `${BASE}/previews`, { ...PATIENCE, body })).data;
}

export async function changePlan(
  body: { plan: string; interval: Interval; proration_at: string },
  idempotencyKey: string,
): Promise<Subscription> {
  const options = { ...PATIENCE, body, idempotencyKey };
  return (await call<Subscription>('POST', `${BASE}/changes`, options)).data;
}

export async function cancelSubscription(idempotencyKey: string): Promise<Subscription> {
  const options = { ...PATIENCE, idempotencyKey };
  return (await call<Subscription>('POST', `${BASE}/cancellation`, options)).data;
}

export async function resumeSubscription(idempotencyKey: string): Promise<Subscription> {
  const options = { ...PATIENCE, idempotencyKey };
  return (await call<Subscription>('DELETE', `${BASE}/cancellation`, options)).data;
}

export async function listInvoices(query: PageQuery): Promise<Page<Invoice>> {
  return (await call<Page<Invoice>>('GET', '/v1/invoices', { query })).data;
}

/** What stays active where the plan has no room for all. */
export async function getPlanSelection(): Promise<PlanSelection> {
  return (await call<PlanSelection>('GET', '/v1/plan-selection')).data;
}

export async function choosePlanSelection(body: PlanSelection): Promise<PlanSelection> {
  return (await call<PlanSelection>('PUT', '/v1/plan-selection', { body })).data;
}

/** One of those that the plan had no room for. */
export async function activateCard(id: string): Promise<void> {
  await call('POST', `/v1/cards/${segment(id)}/activation`);
}
