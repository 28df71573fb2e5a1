import type { Program, ProgramChange, Stamp, Template } from '../../api/types';
import { same } from '../conflict/merge';
import { joinPause, type PauseUnit, splitPause } from './rules';

/** What one edits of a program, flat: the unit in which two people's changes are compared. */
export interface ProgramFields {
  name: string;
  template: Template;
  background: string;
  foreground: string;
  accent: string;
  stamp: Stamp;
  units_per_visit: number;
  cooldown_minutes: number;
  daily_cap: number | null;
  max_per_operation: number;
  rewards: { id?: string; name: string; cost: number }[];
}

/** The same as the form holds it: numbers are text while they are typed. */
export interface ProgramForm
  extends Pick<
    ProgramFields,
    'name' | 'template' | 'background' | 'foreground' | 'accent' | 'stamp'
  > {
  units_per_visit: string;
  pause: string;
  pause_unit: PauseUnit;
  daily_cap: string;
  max_per_operation: string;
  rewards: RewardForm[];
}

export interface RewardForm {
  /** Keeps a line's identity while it has no id yet. */
  key: string;
  id?: string;
  name: string;
  cost: string;
}

export function fieldsOf(program: Program): ProgramFields {
  const { template, background, foreground, accent, stamp } = program.design;
  return {
    name: program.name,
    template,
    background,
    foreground,
    accent,
    stamp,
    ...program.rules,
    rewards: program.rewards.map(({ id, name, cost }) => ({ id, name, cost })),
  };
}

export function formOf(fields: ProgramFields): ProgramForm {
  const { cooldown_minutes, units_per_visit, daily_cap, max_per_operation, rewards, ...look } =
    fields;
  const { amount, unit } = splitPause(cooldown_minutes);
  return {
    ...look,
    units_per_visit: String(units_per_visit),
    pause: String(amount),
    pause_unit: unit,
    daily_cap: daily_cap === null ? '' : String(daily_cap),
    max_per_operation: String(max_per_operation),
    rewards: rewards.map((reward, index) => ({
      key: reward.id ?? `new-${index}`,
      ...(reward.id && { id: reward.id }),
      name: reward.name,
      cost: String(reward.cost),
    })),
  };
}

/** Whole and at least `least`; a half-typed number counts as `least` and the browser asks for the rest. */
function whole(text: string, least: number): number {
  const value = Math.trunc(Number(text));
  return Number.isFinite(value) ? Math.max(value, least) : least;
}

export function readForm(form: ProgramForm): ProgramFields {
  const { pause, pause_unit, units_per_visit, daily_cap, max_per_operation, rewards, ...look } =
    form;
  return {
    ...look,
    name: form.name.trim(),
    units_per_visit: whole(units_per_visit, 1),
    cooldown_minutes: joinPause(whole(pause, 0), pause_unit),
    daily_cap: daily_cap.trim() === '' ? null : whole(daily_cap, 1),
    max_per_operation: whole(max_per_operation, 1),
    rewards: rewards.map(({ id, name, cost }) => ({
      ...(id && { id }),
      name: name.trim(),
      cost: whole(cost, 1),
    })),
  };
}

const RULES = ['units_per_visit', 'cooldown_minutes', 'daily_cap', 'max_per_operation'] as const;
const DESIGN = ['template', 'background', 'foreground', 'accent', 'stamp'] as const;

function pick<K extends keyof ProgramFields>(fields: ProgramFields, names: readonly K[]) {
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as Pick<ProgramFields, K>;
}

/** The body of the PATCH: only the parts that differ, each of them whole. */
export function changeOf(stored: ProgramFields, wanted: ProgramFields): ProgramChange {
  const differs = (names: readonly (keyof ProgramFields)[]) =>
    names.some((name) => !same(stored[name], wanted[name]));
  return {
    ...(differs(['name']) && { name: wanted.name }),
    ...(differs(RULES) && { rules: pick(wanted, RULES) }),
    ...(differs(DESIGN) && { design: pick(wanted, DESIGN) }),
    ...(differs(['rewards']) && { rewards: wanted.rewards }),
  };
}

/** Whether stamps are affected: those changes make a new revision of a live program. */
export function changesRules(stored: ProgramFields, wanted: ProgramFields): boolean {
  const change = changeOf(stored, wanted);
  return change.rules !== undefined || change.rewards !== undefined;
}
