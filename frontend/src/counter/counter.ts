import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { call, newGestureKey, whenUnauthorized } from '../api/http';
import { ApiProblem, isTemporary, NetworkProblem } from '../api/problems';
import { serverNow } from '../api/serverClock';
import type { Card } from '../api/types';
import { noteRecent } from './home/queries';
import { KnownCards } from './known/knownCards';
import { Link } from './network/link';
import { ownerOf, type RecordedEntry } from './outbox/gesture';
import { Journal } from './outbox/journal';
import { Outbox } from './outbox/outbox';
import { sender } from './outbox/send';
import { openGestureStore } from './outbox/store';
import { type Identity, may, SessionStore, useSession } from './session/session';

/** Everything of the counter that outlives a screen. */
export interface Counter {
  session: SessionStore;
  link: Link;
  known: KnownCards;
  journal: Journal;
  outbox: Outbox;
  queries: QueryClient;
}

const PROBE_TIMEOUT_MS = 4_000;

export async function openCounter(): Promise<Counter> {
  const [store, known] = await Promise.all([openGestureStore(), KnownCards.open()]);
  const session = new SessionStore();
  const link = new Link(() => probe());
  const journal = new Journal();
  const send = sender(session);
  const queries = queriesOver(link);
  const answered = new Set<string>();
  const outbox = new Outbox({
    store,
    send: async (gesture) => {
      const outcome = await send(gesture);
      if (outcome.kind === 'unreachable') link.lost();
      else if (outcome.kind !== 'signed-out') link.heard();
      if (outcome.kind === 'done') answered.add(gesture.key);
      if (outcome.kind === 'refused') void queries.invalidateQueries({ queryKey: ['card'] });
      return outcome;
    },
    exclusively: alone,
    lane: (card) => known.idOf(card),
    changed: journal.changed,
    now: serverNow,
    newKey: newGestureKey,
  });
  journal.follow(outbox);
  // Not before the journal knows: the units would be counted as waiting and in the balance.
  journal.subscribe(() => {
    for (const { key, entry } of journal.current().gestures) {
      if (entry && answered.delete(key)) showBalance(queries, entry);
    }
  });
  const counter = { session, link, known, journal, outbox, queries };
  tieTogether(counter);
  return counter;
}

/** The answer already says the balance; the rest of the card follows from the service. */
function showBalance(queries: QueryClient, entry: RecordedEntry): void {
  const { cardId, balance, recordedAt } = entry;
  queries.setQueriesData<Card>({ queryKey: ['card'] }, (card) =>
    card?.id === cardId ? { ...card, balance } : card,
  );
  noteRecent(queries, cardId, balance, recordedAt);
  for (const queryKey of [['card'], ['search'], ['entries', cardId]]) {
    void queries.invalidateQueries({ queryKey });
  }
}

/** Any answer at all is a sign of life, a refusal included. */
async function probe(): Promise<void> {
  try {
    await call('GET', '/healthz', { timeoutMs: PROBE_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 502) throw error;
  }
}

/** One tab sends at a time; the Idempotency-Key covers browsers that have no locks. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request('carnet-counter-outbox', work);
  else await work();
}

function queriesOver(link: Link): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof NetworkProblem && error.reason !== 'aborted') link.lost();
    else if (error instanceof ApiProblem) link.heard();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess: () => link.heard() }),
    mutationCache: new MutationCache({ onError, onSuccess: () => link.heard() }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) =>
          failures < 1 && isTemporary(error) && !(error instanceof NetworkProblem),
        // The counter knows better than the browser whether there is a network, and says so.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

function tieTogether({ session, link, known, outbox, queries }: Counter): void {
  let owner: string | null = null;
  let maySend = false;
  session.subscribe(() => {
    const { state } = session;
    const next =
      state.kind === 'ready'
        ? ownerOf(state.identity.userId, state.identity.membership.merchant_id)
        : null;
    if (next !== owner) {
      owner = next;
      // Nothing of one person or shop may be left on another's screen.
      queries.clear();
      void outbox.belongTo(next);
    }
    const signedIn = state.kind === 'ready' && state.me !== null;
    if (signedIn && !maySend) {
      void outbox.retryNow();
      void queries.refetchQueries({ type: 'active' });
    }
    maySend = signedIn;
    if (state.kind === 'signed-out') void known.forgetAll();
  });
  whenUnauthorized(() => session.expire());
  link.subscribe((state) => {
    if (state === 'down') return;
    const { state: now } = session;
    if (now.kind === 'unreachable' || (now.kind === 'ready' && now.me === null && !now.expired)) {
      void session.refresh();
    }
    void outbox.retryNow();
    void queries.refetchQueries({ type: 'active' });
  });
  window.addEventListener('online', () => void link.check());
  window.addEventListener('offline', () => link.lost());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && link.state === 'down') void link.check();
  });
}

const Context = createContext<Counter | null>(null);

export const CounterProvider = Context.Provider;

export function useCounter(): Counter {
  const counter = useContext(Context);
  if (!counter) throw new Error('Outside of the counter.');
  return counter;
}

/** The person at work. Only below the gate, where there is one. */
export function useIdentity(): Identity {
  const state = useSession(useCounter().session);
  if (state.kind !== 'ready') throw new Error('Nobody is signed in.');
  return state.identity;
}

/** What amounts are in at this shop. */
export function useCurrency(): string {
  // An identity remembered by an older page has none.
  return useIdentity().membership.currency ?? 'EUR';
}

export function useMay(scope: Parameters<typeof may>[1]): boolean {
  return may(useIdentity(), scope);
}
