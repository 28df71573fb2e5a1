import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { Card } from '../../api/types';
import { KnownCards } from './knownCards';

const card = {
  id: 'c1',
  number: 'ABCDEFGH',
  code: '7Q2MZ0V4K9C1XWB8TR5HJ3NDPE',
  balance: 4,
  customer: {
    id: 'p1',
    first_name: 'Camille',
    last_name: 'Petit',
    phone_last4: '0142',
    notes: 'x',
  },
} as Card;

it('knows a card by id, code or number after a restart, and nobody by name', async () => {
  (await KnownCards.open('known-1')).remember(card, 'bakery');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const again = await KnownCards.open('known-1');
  for (const reference of [card.id, card.code, card.number]) {
    expect(again.find(reference, 'bakery')?.balance).toBe(4);
    expect(again.idOf(reference)).toBe('c1');
  }
  expect(JSON.stringify(again.find('c1', 'bakery'))).not.toMatch(/Camille|Petit|0142/);
});

it('does not show one shop the cards of another, and forgets on demand', async () => {
  const known = await KnownCards.open('known-2');
  known.remember(card, 'bakery');
  expect(known.find('c1', 'salon')).toBeNull();
  await known.forgetAll();
  expect(known.find('c1', 'bakery')).toBeNull();
  expect(known.idOf(card.code)).toBe(card.code);
});

it('lets go of cards not seen for two months', async () => {
  const longAgo = Date.UTC(2026, 0, 1);
  (await KnownCards.open('known-3')).remember(card, 'bakery', longAgo);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const later = await KnownCards.open('known-3', longAgo + 61 * 24 * 60 * 60_000);
  expect(later.find('c1', 'bakery')).toBeNull();
});
