import type { StatisticsWish } from '../../api/statistics';
import type { StatisticsSearch } from './search';

const DAY = 86_400_000;

const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The day it is at the shop. */
export function todayIn(timeZone: string | undefined, now = new Date()): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function firstOfMonth(day: string, months = 0): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return iso(Date.UTC(year, month - 1 + months, 1));
}

const daysBefore = (day: string, days: number) => iso(Date.parse(`${day}T00:00:00Z`) - days * DAY);

/** The first and the last day that an address means. */
export function daysOf(search: StatisticsSearch, today: string): { from: string; to: string } {
  switch (search.period) {
    case '7d':
      return { from: daysBefore(today, 6), to: today };
    case '90d':
      return { from: daysBefore(today, 89), to: today };
    case 'month':
      return { from: firstOfMonth(today), to: today };
    case 'last_month':
      return { from: firstOfMonth(today, -1), to: daysBefore(firstOfMonth(today), 1) };
    case '12m':
      return { from: firstOfMonth(today, -11), to: today };
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    case 'own':
      return { from: search.from ?? today, to: search.to ?? today };
    default:
      return { from: daysBefore(today, 29), to: today };
  }
}

export function wishOf(search: StatisticsSearch, today: string): StatisticsWish {
  return {
    ...daysOf(search, today),
    compare: search.compare ?? 'previous',
    program_id: search.program_id,
    location_id: search.location_id,
  };
}
