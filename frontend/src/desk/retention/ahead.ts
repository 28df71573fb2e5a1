import type { Going } from '../../api/retention';

export interface DayAhead {
  day: string;
  rows: number;
}

/** Today and each day after it, those on which nothing goes too. */
export function everyDayAhead(going: readonly Going[], today: string, days: number): DayAhead[] {
  const rows = new Map<string, number>();
  for (const one of going) rows.set(one.day, (rows.get(one.day) ?? 0) + one.rows);
  // Where the shop's day is not this browser's yet, what the API says comes first.
  const first = going.reduce((least, { day }) => (day < least ? day : least), today);
  const start = Date.parse(first);
  return Array.from({ length: days + 1 }, (_, number) => {
    const day = new Date(start + number * 86_400_000).toISOString().slice(0, 10);
    return { day, rows: rows.get(day) ?? 0 };
  });
}

/** The day it is in a time zone. */
export const dayIn = (timeZone: string | undefined, at = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', timeZone ? { timeZone } : {}).format(at);
