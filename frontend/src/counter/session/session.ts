import { useSyncExternalStore } from 'react';
import { getMe } from '../../api/accounts';
import { actForMerchant, keepCsrfToken } from '../../api/http';
import { ApiProblem } from '../../api/problems';
import type { Language, Me, Membership, Scope } from '../../api/types';
import { ownerOf } from '../outbox/gesture';

/** Who works here and for which shop, as far as it may be kept on the device: no token, no e-mail. */
export interface Identity {
  userId: string;
  firstName: string;
  language: Language;
  membership: Membership;
}

export type SessionState =
  | { kind: 'starting' }
  /** Nobody is known here yet and the service cannot be asked. */
  | { kind: 'unreachable' }
  | { kind: 'signed-out' }
  | { kind: 'choosing'; me: Me }
  /** `expired`: the person is known and may go on stamping, but nothing can be sent. */
  | {
      kind: 'ready';
      identity: Identity;
      me: Me | null;
      expired: boolean;
      /** Who was at work here until somebody else signed in elsewhere in this browser. */
      replacing: string | null;
    };

const REMEMBERED = 'carnet.counter';
/** Shared with the desk: the shop opened last. */
const CHOICE = 'carnet.merchant';

export class SessionStore {
  private current: SessionState = { kind: 'starting' };
  private readonly listeners = new Set<() => void>();
  private refreshing: Promise<void> | null = null;

  get state(): SessionState {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** With a remembered identity the counter opens at once, network or not. */
  async start(): Promise<void> {
    const identity = recall();
    if (identity) {
      actForMerchant(identity.membership.merchant_id);
      this.become({ kind: 'ready', identity, me: null, expired: false, replacing: null });
    }
    await this.refresh();
  }

  /** Asks who is signed in. Several callers share one question. */
  refresh(): Promise<void> {
    this.refreshing ??= this.ask().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  enter(me: Me, merchantId: string | null = chosen()): void {
    const { memberships, user } = me;
    const membership =
      memberships.length === 1
        ? memberships[0]
        : memberships.find((each) => each.merchant_id === merchantId);
    if (!membership) {
      this.become({ kind: 'choosing', me });
      return;
    }
    const identity: Identity = {
      userId: user.id,
      firstName: user.first_name,
      language: user.language,
      membership,
    };
    actForMerchant(membership.merchant_id);
    remember(identity);
    this.become({ kind: 'ready', identity, me, expired: false, replacing: null });
  }

  /** Some call was answered 401. */
  expire(): void {
    keepCsrfToken(null);
    if (this.current.kind === 'ready') this.become({ ...this.current, me: null, expired: true });
  }

  /** Back to the choice between one's shops. */
  chooseAgain(): void {
    if (this.current.kind === 'ready' && this.current.me) {
      this.become({ kind: 'choosing', me: this.current.me });
    }
  }

  /** Signed out on purpose, or leaving for another account. */
  leave(): void {
    forget();
    keepCsrfToken(null);
    actForMerchant(null);
    this.become({ kind: 'signed-out' });
  }

  /** The notice about the other account has been read. */
  acknowledge(): void {
    if (this.current.kind === 'ready') this.become({ ...this.current, replacing: null });
  }

  private async ask(): Promise<void> {
    const asked = this.current;
    const before = asked.kind === 'ready' ? asked.identity : null;
    try {
      this.enter(await getMe());
      const now = this.current as SessionState;
      if (before && now.kind === 'ready' && now.identity.userId !== before.userId) {
        this.become({ ...now, replacing: before.firstName });
      }
    } catch (error) {
      // Somebody signed in while the question was on its way: the answer is out of date.
      if (this.current !== asked) return;
      if (error instanceof ApiProblem && error.status === 401) {
        if (this.current.kind === 'ready') this.expire();
        else this.become({ kind: 'signed-out' });
      } else if (this.current.kind !== 'ready') {
        this.become({ kind: 'unreachable' });
      }
    }
  }

  private become(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

export function useSession(session: SessionStore): SessionState {
  return useSyncExternalStore(session.subscribe, () => session.state);
}

export function may(identity: Identity, scope: Scope): boolean {
  return identity.membership.scopes.includes(scope);
}

function chosen(): string | null {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}

function recall(): Identity | null {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null') as Identity | null;
  } catch {
    return null;
  }
}

/** A browser that refuses storage still works, it only cannot start without a network. */
function remember(identity: Identity): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(identity));
    localStorage.setItem(CHOICE, identity.membership.merchant_id);
  } catch {
    return;
  }
}

function forget(): void {
  try {
    localStorage.removeItem(REMEMBERED);
  } catch {
    return;
  }
}

/** Changes with the person and with the shop. */
export function ownerKey({ userId, membership }: Identity): string {
  return ownerOf(userId, membership.merchant_id);
}
