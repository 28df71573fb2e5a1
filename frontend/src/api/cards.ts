import { type Answer, call, segment } from './http';
import type {
  Card,
  CardQuery,
  CardWithPage,
  Earning,
  Entry,
  LedgerVerification,
  Matter,
  NewCard,
  Overview,
  Page,
  PageQuery,
  Preview,
  Sale,
} from './types';

/** `card` is a card's id, its scan code or its number. */
const at = (card: string, rest = '') => `/v1/cards/${segment(card)}${rest}`;

export async function listCards(query: CardQuery, signal?: AbortSignal): Promise<Page<Card>> {
  const options = signal ? { query, signal } : { query };
  return (await call<Page<Card>>('GET', '/v1/cards', options)).data;
}

export async function createCard(body: NewCard): Promise<CardWithPage> {
  return (await call<CardWithPage>('POST', '/v1/cards', { body })).data;
}

export async function getCard(card: string): Promise<Card> {
  return (await call<Card>('GET', at(card))).data;
}

/** What a sale would earn and what the card could redeem; changes nothing. */
export async function previewSale(
  card: string,
  sale: Sale,
  signal?: AbortSignal,
): Promise<Preview> {
  const options = signal ? { body: sale, signal } : { body: sale };
  return (await call<Preview>('POST', at(card, '/previews'), options)).data;
}

/** The four that change a balance take the gesture's key: the same one at every attempt. */
export const earn = (card: string, body: Earning, idempotencyKey: string) =>
  write(at(card, '/earnings'), body, idempotencyKey);

export const redeem = (
  card: string,
  body: { reward_id: string } | { units: number },
  idempotencyKey: string,
) => write(at(card, '/redemptions'), body, idempotencyKey);

export const adjust = (
  card: string,
  body: { delta: number; reason: string },
  idempotencyKey: string,
) => write(at(card, '/adjustments'), body, idempotencyKey);

export const reverse = (
  card: string,
  body: { entry_id: string; reason?: string },
  idempotencyKey: string,
) => write(at(card, '/reversals'), body, idempotencyKey);

function write(path: string, body: unknown, idempotencyKey: string): Promise<Answer<Entry>> {
  return call<Entry>('POST', path, { body, idempotencyKey });
}

export async function closeCard(card: string, reason: string): Promise<Card> {
  return (await call<Card>('POST', at(card, '/closure'), { body: { reason } })).data;
}

export async function replaceCard(card: string, reason?: string): Promise<CardWithPage> {
  const body = reason ? { reason } : {};
  return (await call<CardWithPage>('POST', at(card, '/replacement'), { body })).data;
}

/** A new link to the holder's page; the old one stops working. */
export async function newPageLink(card: string): Promise<{ page_url: string }> {
  return (await call<{ page_url: string }>('POST', at(card, '/page-links'))).data;
}

export async function listEntries(card: string, query?: PageQuery): Promise<Page<Entry>> {
  return (await call<Page<Entry>>('GET', at(card, '/entries'), { query: query ?? {} })).data;
}

export async function verifyLedger(card: string): Promise<LedgerVerification> {
  return (await call<LedgerVerification>('GET', at(card, '/ledger/verification'))).data;
}

export async function getAgenda(): Promise<Matter[]> {
  return (await call<{ matters: Matter[] }>('GET', '/v1/agenda')).data.matters;
}

export async function getOverview(): Promise<Overview> {
  return (await call<Overview>('GET', '/v1/overview')).data;
}
