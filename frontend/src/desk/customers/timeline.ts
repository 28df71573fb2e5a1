import type { Entry, TimelineItem } from '../../api/types';

export interface Month<T> {
  name: string;
  items: T[];
}

/** What happened under the month it happened in; `nameOf` names it in the shop's time zone. */
export function byMonth<T extends { at: string }>(
  items: readonly T[],
  nameOf: (at: string) => string,
): Month<T>[] {
  const months: Month<T>[] = [];
  for (const item of items) {
    const name = nameOf(item.at);
    const last = months.at(-1);
    if (last?.name === name) last.items.push(item);
    else months.push({ name, items: [item] });
  }
  return months;
}

/** What a reversal can name: something that moved units by hand, and was not reversed yet. */
export function isReversible(entry: Entry): boolean {
  return !entry.reversed && ['earn', 'redeem', 'adjust'].includes(entry.kind);
}

/** The ledger's line behind an item, where there is one. */
export function entryOf({ kind, data }: TimelineItem): Entry | null {
  return kind === 'entry' ? (data as unknown as Entry) : null;
}
