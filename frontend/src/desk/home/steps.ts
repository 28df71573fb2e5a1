import type { Overview } from '../../api/types';

export const STEPS = [
  'program_created',
  'program_active',
  'poster_opened',
  'first_customer',
  'first_stamp',
] as const;
export type Step = (typeof STEPS)[number];

/** The first step not done yet: the one whose action is offered as the thing to do now. */
export function nextStep(state: Overview['onboarding']): Step | null {
  return STEPS.find((step) => !state[step]) ?? null;
}

export function doneSteps(state: Overview['onboarding']): number {
  return STEPS.filter((step) => state[step]).length;
}

interface Known {
  id: string;
  status: string;
  created_at: string;
}

/** The program a step is about: the draft to activate, or the newest active one to print for. */
export function programOfStep<P extends Known>(step: Step, programs: readonly P[]): P | null {
  const wanted = step === 'program_active' ? 'draft' : 'active';
  const fitting = programs.filter((program) => program.status === wanted);
  return fitting.sort((a, b) => b.created_at.localeCompare(a.created_at))[0] ?? null;
}
