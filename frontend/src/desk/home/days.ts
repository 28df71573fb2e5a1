/** Shapes for the visits chart: one bar a day, a scale of round steps, nothing missing in between. */

export interface Day {
  date: string;
  visits: number;
}

const DAY = 86_400_000;

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The API may leave out days without a visit; a chart that skips them would lie about the rhythm. */
export function everyDay(days: readonly Day[], length: number): Day[] {
  const known = new Map(days.map((day) => [day.date, day.visits]));
  const last = days.reduce((latest, day) => (day.date > latest ? day.date : latest), '');
  if (!last) return [];
  const end = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length }, (_, i) => {
    const date = isoDay(end - (length - 1 - i) * DAY);
    return { date, visits: known.get(date) ?? 0 };
  });
}

/** Whole-number gridlines from 0 to at least the maximum, at most `most` steps. */
export function ticks(maximum: number, most = 4): number[] {
  const wanted = Math.max(1, maximum);
  let step = 1;
  for (let power = 1; ; power *= 10) {
    const fit = [1, 2, 5].map((n) => n * power).find((n) => Math.ceil(wanted / n) <= most);
    if (fit) {
      step = fit;
      break;
    }
  }
  const top = Math.ceil(wanted / step) * step;
  return Array.from({ length: top / step + 1 }, (_, i) => i * step);
}

export function total(days: readonly Day[]): number {
  return days.reduce((sum, day) => sum + day.visits, 0);
}

/**
 * The last six whole days against the same weekdays a week before: today is not over, and would pull any
 * comparison down until the evening. null when there is nothing to compare with.
 */
export function againstWeekBefore(days: readonly Day[]): number | null {
  if (days.length < 14) return null;
  const before = total(days.slice(-14, -8));
  return before === 0 ? null : Math.round(((total(days.slice(-7, -1)) - before) / before) * 100);
}
