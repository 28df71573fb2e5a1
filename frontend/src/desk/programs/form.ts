import type {
  Program,
  ProgramChange,
  ProgramKind,
  Rules,
  Stamp,
  Template,
  UnitName,
} from '../../api/types';
import { readAmount, writeAmount } from '../../i18n/money';
import { same } from '../conflict/merge';
import { type Purse, type RulesForm, readRules, rulesFormOf, whole } from './rules/form';
import { stamps } from './rules/usual';

/** What one edits of a program, flat: the unit in which two people's changes are compared. */
export interface ProgramFields extends Rules {
  name: string;
  kind: ProgramKind;
  unit_name: UnitName | null;
  template: Template;
  background: string;
  foreground: string;
  accent: string;
  stamp: Stamp;
  image: string | null;
  rewards: RewardFields[];
  terms: string | null;
}

export interface RewardFields {
  id?: string;
  name: string;
  cost: number;
  description: string | null;
  stock: number | null;
  limit_per_customer: number | null;
  valid_from: string | null;
  valid_until: string | null;
  value: number | null;
}

/** The same as the form holds it: numbers are text while they are typed. */
export interface ProgramForm
  extends Pick<
    ProgramFields,
    'name' | 'kind' | 'template' | 'background' | 'foreground' | 'accent' | 'stamp' | 'image'
  > {
  unit_one: string;
  unit_many: string;
  rules: RulesForm;
  rewards: RewardForm[];
  terms: string;
}

export interface RewardForm {
  /** Keeps a line's identity while it has no id yet. */
  key: string;
  id?: string;
  name: string;
  cost: string;
  description: string;
  stock: string;
  limit: string;
  valid_from: string;
  valid_until: string;
  value: string;
}

const LOOK = ['template', 'background', 'foreground', 'accent', 'stamp', 'image'] as const;
const RULES = Object.keys(stamps) as (keyof Rules)[];

export function fieldsOf(program: Program): ProgramFields {
  return {
    name: program.name,
    kind: program.kind,
    unit_name: program.unit_name,
    ...pick(program.design, LOOK),
    ...pick({ ...stamps, ...program.rules }, RULES),
    bonuses: program.rules.bonuses.map((bonus) => ({
      ...bonus,
      // The API writes seconds, a time field does not.
      when: { ...bonus.when, from: minute(bonus.when.from), to: minute(bonus.when.to) },
    })),
    rewards: program.rewards.map((reward) => ({
      id: reward.id,
      name: reward.name,
      cost: reward.cost,
      description: reward.description,
      stock: reward.stock,
      limit_per_customer: reward.limit_per_customer,
      valid_from: reward.valid_from,
      valid_until: reward.valid_until,
      value: reward.value,
    })),
    terms: program.terms?.text ?? null,
  };
}

const minute = (time: string | null) => time?.slice(0, 5) ?? null;

export function formOf(fields: ProgramFields, purse: Purse): ProgramForm {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    ...pick(fields, ['name', 'kind', ...LOOK]),
    unit_one: fields.unit_name?.one ?? '',
    unit_many: fields.unit_name?.many ?? '',
    rules: rulesFormOf(fields, purse),
    rewards: fields.rewards.map((reward, index) => ({
      key: reward.id ?? `new-${index}`,
      ...(reward.id && { id: reward.id }),
      name: reward.name,
      cost: String(reward.cost),
      description: reward.description ?? '',
      stock: text(reward.stock),
      limit: text(reward.limit_per_customer),
      valid_from: reward.valid_from ?? '',
      valid_until: reward.valid_until ?? '',
      value: reward.value === null ? '' : writeAmount(purse.language, reward.value, purse.currency),
    })),
    terms: fields.terms ?? '',
  };
}

export const newReward = (cost: number): RewardForm => ({
  key: crypto.randomUUID(),
  name: '',
  cost: String(cost),
  description: '',
  stock: '',
  limit: '',
  valid_from: '',
  valid_until: '',
  value: '',
});

export function readForm(form: ProgramForm, purse: Purse): ProgramFields {
  const whenTyped = (typed: string, least: number) =>
    typed.trim() === '' ? null : whole(typed, least);
  return {
    ...pick(form, ['kind', ...LOOK]),
    name: form.name.trim(),
    unit_name: unitNameOf(form),
    ...readRules(form.rules, purse),
    rewards: form.rewards.map((reward) => ({
      ...(reward.id && { id: reward.id }),
      name: reward.name.trim(),
      cost: whole(reward.cost, 1),
      description: reward.description.trim() || null,
      stock: whenTyped(reward.stock, 0),
      limit_per_customer: whenTyped(reward.limit, 1),
      valid_from: reward.valid_from || null,
      valid_until: reward.valid_until || null,
      value: readAmount(reward.value, purse.currency),
    })),
    terms: form.terms.trim() || null,
  };
}

/** Half a name is none yet: the other field asks for the rest. */
export function unitNameOf({ unit_one, unit_many }: ProgramForm): UnitName | null {
  const [one, many] = [unit_one.trim(), unit_many.trim()];
  return one && many ? { one, many } : null;
}

export const rulesIn = (fields: ProgramFields): Rules => pick(fields, RULES);

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}

/** The body of the PATCH: only the parts that differ, each of them whole. */
export function changeOf(stored: ProgramFields, wanted: ProgramFields): ProgramChange {
  const differs = (names: readonly (keyof ProgramFields)[]) =>
    names.some((name) => !same(stored[name], wanted[name]));
  return {
    ...(differs(['name']) && { name: wanted.name }),
    ...(differs(['kind']) && { kind: wanted.kind }),
    ...(differs(['unit_name']) && { unit_name: wanted.unit_name }),
    ...(differs(RULES) && { rules: pick(wanted, RULES) }),
    ...(differs(LOOK) && { design: pick(wanted, LOOK) }),
    ...(differs(['rewards']) && { rewards: wanted.rewards }),
    ...(differs(['terms']) && { terms: wanted.terms === null ? null : { text: wanted.terms } }),
  };
}

/** Whether cards are affected: those changes of a live program are shown before they are published. */
export function changesRules(stored: ProgramFields, wanted: ProgramFields): boolean {
  const { rules, rewards, terms } = changeOf(stored, wanted);
  return rules !== undefined || rewards !== undefined || terms !== undefined;
}
