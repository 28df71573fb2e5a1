import { call, segment } from './http';
import type { Page, PageQuery } from './types';

/** Amounts are whole numbers of the currency's smallest unit. */

export type Interval = 'month' | 'year';
export type Resource =
  | 'cards'
  | 'members'
  | 'locations'
  | 'programs'
  | 'requests_per_minute'
  | 'mails_per_month'
  | 'image_bytes';

export interface Price {
  interval: Interval;
  amount: number;
  currency: string;
}

export interface Plan {
  id: string;
  name: { fr: string; en: string };
  /** None: the free plan. */
  prices: Price[];
  /** What is missing is without limit. */
  quotas: Partial<Record<Resource, number | null>>;
}

export interface Plans {
  items: Plan[];
  billing_available: boolean;
  trial_days: number;
}

export type PlanState = 'free' | 'trial' | 'active' | 'past_due' | 'unpaid' | 'granted';

export interface Usage {
  plan: string;
  state: PlanState;
  items: UsageItem[];
}

export interface UsageItem {
  resource: Resource;
  used: number;
  limit: number | null;
  period_ends_at: string | null;
  level: 'ok' | 'near' | 'full' | 'over';
  frozen: number;
}

export interface Subscription {
  plan: string;
  state: PlanState;
  until: string | null;
  interval: Interval | null;
  status: string | null;
  trial_end: string | null;
  period_end: string | null;
  cancel_at: string | null;
  past_due_since: string | null;
  read_only_on: string | null;
  read_only_since: string | null;
  payment_method: 'card' | 'sepa_debit' | null;
  billing_available: boolean;
  disputed: boolean;
  open_checkout: string | null;
}

export interface Checkout {
  id: string;
  plan: string;
  interval: Interval;
  state: 'open' | 'completed' | 'expired' | 'failed';
  url: string | null;
  expires_at: string | null;
}

export interface NewCheckout {
  plan: string;
  interval: Interval;
  promotion_code?: string;
}

export interface Preview {
  currency: string;
  due_now: number;
  tax: number;
  lines: { description: string; amount: number }[];
  next_total: number;
  next_at: string;
  proration_at: string;
  over: { resource: Resource; used: number; limit: number }[];
}

export interface Invoice {
  id: string;
  number: string | null;
  status: string;
  currency: string;
  total: number;
  tax: number;
  amount_due: number;
  amount_paid: number;
  amount_refunded: number;
  amount_credited: number;
  disputed: boolean;
  issued_at: string | null;
  due_at: string | null;
  paid_at: string | null;
  hosted_url: string | null;
  pdf_url: string | null;
}

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

export async function resumeSubscription(): Promise<Subscription> {
  return (await call<Subscription>('DELETE', `${BASE}/cancellation`, PATIENCE)).data;
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
