import type { Entry } from '../../api/types';

export interface MonthOfEntries {
  name: string;
  entries: Entry[];
}

/** Entries under the month they happened in; `nameOf` names it in the shop's time zone. */
export function byMonth(
  entries: readonly Entry[],
  nameOf: (at: string) => string,
): MonthOfEntries[] {
  const months: MonthOfEntries[] = [];
  for (const entry of entries) {
    const name = nameOf(entry.occurred_at);
    const last = months.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else months.push({ name, entries: [entry] });
  }
  return months;
}

/** What a reversal can name: something that moved units by hand, and was not reversed yet. */
export function isReversible(entry: Entry): boolean {
  return !entry.reversed && ['earn', 'redeem', 'adjust'].includes(entry.kind);
}
