import { expect, it } from 'vitest';
import { isNarrowed, journalSearch, wishOf } from './search';

const ID = '019a3c1e-7a43-7c53-9d0b-2f6a4be0c1d5';

it('lets through what the journal understands', () => {
  const good = {
    action: 'card.closed',
    actor: ID,
    subject: ID,
    from: '2026-03-01',
    until: '2026-03-02',
  };
  expect(journalSearch(good)).toEqual(good);
  const bad = { action: 'DROP', actor: '1', subject: 'x', from: '2026-13-01', until: 'soon' };
  expect(isNarrowed(journalSearch(bad))).toBe(false);
});

it('takes whole days, the last one included', () => {
  const { from, until } = wishOf({ from: '2026-03-01', until: '2026-03-01' });
  expect(new Date(String(until)).getTime() - new Date(String(from)).getTime()).toBe(86_400_000);
  expect(wishOf({})).toEqual({ from: undefined, until: undefined });
});
