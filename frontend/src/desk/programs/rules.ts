/** A program's rules, said in plain words, and what about them cannot work. */

export interface Rules {
  units_per_visit: number;
  cooldown_minutes: number;
  daily_cap: number | null;
  max_per_operation: number;
}

export interface RuleWords {
  perVisit(units: number): string;
  wait(duration: string): string;
  noWait: string;
  dailyCap(units: number): string;
  noDailyCap: string;
  atOnce(units: number): string;
  minutes(n: number): string;
  hours(n: number): string;
  days(n: number): string;
  and(first: string, second: string): string;
}

/** 90 → "1 h 30 min"; never more than two parts, because nobody sets a pause to the minute over days. */
export function duration(minutes: number, words: RuleWords): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const parts = [
    days > 0 && words.days(days),
    hours > 0 && words.hours(hours),
    rest > 0 && words.minutes(rest),
  ].filter((part): part is string => typeof part === 'string');
  const [first, second] = parts;
  if (first === undefined) return words.minutes(0);
  return second === undefined ? first : words.and(first, second);
}

export function ruleSentences(rules: Rules, words: RuleWords): string[] {
  return [
    words.perVisit(rules.units_per_visit),
    rules.cooldown_minutes > 0 ? words.wait(duration(rules.cooldown_minutes, words)) : words.noWait,
    rules.daily_cap === null ? words.noDailyCap : words.dailyCap(rules.daily_cap),
    words.atOnce(rules.max_per_operation),
  ];
}

export type RuleProblem = 'visit_over_cap' | 'visit_over_operation' | 'operation_over_cap';

/** Combinations the API would accept but the counter would stumble over. */
export function ruleProblems(rules: Rules): RuleProblem[] {
  const found: RuleProblem[] = [];
  if (rules.units_per_visit > rules.max_per_operation) found.push('visit_over_operation');
  if (rules.daily_cap !== null && rules.units_per_visit > rules.daily_cap)
    found.push('visit_over_cap');
  else if (rules.daily_cap !== null && rules.max_per_operation > rules.daily_cap)
    found.push('operation_over_cap');
  return found;
}

export function visitsToReward(cost: number, unitsPerVisit: number): number {
  return Math.ceil(cost / Math.max(1, unitsPerVisit));
}

/** A pause as the form shows it: a number and the largest unit that divides it. */
export type PauseUnit = 'minutes' | 'hours' | 'days';
const SIZE: Record<PauseUnit, number> = { minutes: 1, hours: 60, days: 1440 };

export function splitPause(minutes: number): { amount: number; unit: PauseUnit } {
  const unit =
    (['days', 'hours'] as const).find((u) => minutes > 0 && minutes % SIZE[u] === 0) ?? 'minutes';
  return { amount: minutes / SIZE[unit], unit };
}

export function joinPause(amount: number, unit: PauseUnit): number {
  return Math.round(amount * SIZE[unit]);
}
