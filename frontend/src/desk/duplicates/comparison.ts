import type { MergeSides, Side } from '../../api/duplicates';
import type { Customer } from '../../api/types';
import { same } from '../conflict/merge';

/** Of these one value only can stay. */
export const FIELDS = [
  'title',
  'first_name',
  'last_name',
  'company',
  'siret',
  'phone',
  'email',
  'address',
  'birthday',
  'age',
  'preferred_contact',
  'language',
  'photo',
] as const;

export type MergedField = (typeof FIELDS)[number];

export interface MergeComparison {
  /** Both have a value, and not the same: to be asked. */
  asked: MergedField[];
  /** Only one side has a value: it is kept, whichever side that is. */
  alone: { field: MergedField; side: Side }[];
  same: MergedField[];
}

export function compareRecords(keep: Customer, merge: Customer): MergeComparison {
  const result: MergeComparison = { asked: [], alone: [], same: [] };
  for (const field of FIELDS) {
    const [mine, theirs] = [held(keep, field), held(merge, field)];
    if (mine === null && theirs === null) continue;
    // Two photos are never the same picture.
    if (field !== 'photo' && same(mine, theirs)) result.same.push(field);
    else if (theirs === null) result.alone.push({ field, side: 'keep' });
    else if (mine === null) result.alone.push({ field, side: 'merge' });
    else result.asked.push(field);
  }
  return result;
}

function held(customer: Customer, field: MergedField): unknown {
  return field === 'photo' ? customer.has_photo || null : (customer[field] ?? null);
}

/** What the API is told: a side for every field in which the records differ. */
export function sidesOf(
  comparison: MergeComparison,
  choices: Partial<Record<MergedField, Side>>,
): MergeSides {
  return Object.fromEntries([
    ...comparison.asked.map((field) => [field, choices[field] ?? 'keep']),
    ...comparison.alone.map(({ field, side }) => [field, side]),
  ]);
}
