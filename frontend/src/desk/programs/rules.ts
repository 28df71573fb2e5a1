/** What about a program's rules cannot work, and the units a pause is typed in. */

interface Limits {
  units_per_visit: number;
  daily_cap: number | null;
  monthly_cap: number | null;
  max_per_operation: number;
}

export type RuleProblem =
  | 'visit_over_cap'
  | 'visit_over_operation'
  | 'operation_over_cap'
  | 'day_over_month';

/** Combinations the API would accept but the counter would stumble over. */
export function ruleProblems(rules: Limits): RuleProblem[] {
  const { units_per_visit: visit, daily_cap: day, monthly_cap: month } = rules;
  const found: RuleProblem[] = [];
  if (visit > rules.max_per_operation) found.push('visit_over_operation');
  if (day !== null && visit > day) found.push('visit_over_cap');
  // A points program's maximum is there against slips of the keyboard: it is meant to be far off.
  else if (day !== null && visit > 0 && rules.max_per_operation > day) {
    found.push('operation_over_cap');
  }
  if (day !== null && month !== null && day > month) found.push('day_over_month');
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
