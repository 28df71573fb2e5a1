import type { Entry } from '../../api/types';

export interface DayOfEntries {
  day: string;
  entries: Entry[];
}

/** Entries by the day they happened on; `dayOf` names a day in the shop's time zone. */
export function byDay(entries: readonly Entry[], dayOf: (at: string) => string): DayOfEntries[] {
  const days: DayOfEntries[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.occurred_at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** What a reversal can name: something that moved units by hand, and was not reversed yet. */
export function isReversible(entry: Entry): boolean {
  return !entry.reversed && ['earn', 'redeem', 'adjust'].includes(entry.kind);
}
