import { type DBSchema, openDB } from 'idb';
import type { Card } from '../../api/types';

/**
 * Cards this device has shown, so that they can be recognised without a network. Who holds them is
 * left out on purpose: a lost tablet must not carry a list of customers.
 */
export type KnownCard = Omit<Card, 'customer'> & { merchantId: string; seenAt: number };

interface Schema extends DBSchema {
  cards: { key: string; value: KnownCard };
}

const MOST = 500;
const TOO_OLD_MS = 60 * 24 * 60 * 60_000;

export class KnownCards {
  private readonly byReference = new Map<string, KnownCard>();

  private constructor(
    private readonly write: (card: KnownCard) => void,
    private readonly wipe: () => Promise<void>,
  ) {}

  static async open(name = 'carnet-counter-cards', now = Date.now()): Promise<KnownCards> {
    const db = await openDB<Schema>(name, 2, {
      // What another shape of card was kept in is of no use to this one.
      upgrade: (old, from) => {
        if (from > 0) old.deleteObjectStore('cards');
        old.createObjectStore('cards', { keyPath: 'id' });
      },
    });
    const known = new KnownCards(
      (card) => void db.put('cards', card).catch(() => undefined),
      () => db.clear('cards'),
    );
    const newestFirst = (await db.getAll('cards')).sort((a, b) => b.seenAt - a.seenAt);
    for (const [place, card] of newestFirst.entries()) {
      if (place >= MOST || card.seenAt < now - TOO_OLD_MS) await db.delete('cards', card.id);
      else known.index(card);
    }
    return known;
  }

  remember(card: Card, merchantId: string, now = Date.now()): void {
    const { customer: _nobody, ...rest } = card;
    const known: KnownCard = { ...rest, merchantId, seenAt: now };
    // After a replacement the lost code and number no longer mean this card.
    for (const [reference, { id }] of this.byReference) {
      if (id === card.id) this.byReference.delete(reference);
    }
    this.index(known);
    this.write(known);
  }

  /** By id, scan code or number, and only of this merchant. */
  find(reference: string, merchantId: string): KnownCard | null {
    const card = this.byReference.get(reference);
    return card?.merchantId === merchantId ? card : null;
  }

  /** One name for a card however it was referred to, as far as this device can tell. */
  idOf = (reference: string): string => this.byReference.get(reference)?.id ?? reference;

  async forgetAll(): Promise<void> {
    this.byReference.clear();
    await this.wipe();
  }

  private index(card: KnownCard): void {
    for (const reference of [card.id, card.code, card.number.replace('-', '')]) {
      this.byReference.set(reference, card);
    }
  }
}
