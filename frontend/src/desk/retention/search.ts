import { parsePeriod } from './periods';

export const AHEAD = [7, 30, 90] as const;
export type Ahead = (typeof AHEAD)[number];

export interface RuleSearch {
  /** What is tried out, and not saved yet. */
  period?: string | undefined;
  days?: Ahead | undefined;
}

/** What stands in the address, as far as it means something. */
export const ruleSearch = (raw: Record<string, unknown>): RuleSearch => ({
  period: typeof raw.period === 'string' && parsePeriod(raw.period) ? raw.period : undefined,
  days: AHEAD.find((days) => String(days) === String(raw.days)),
});
