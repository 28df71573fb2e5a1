/**
 * What to do when someone else saved first (412 STALE): `base` is what I started from, `mine` my edits,
 * `theirs` what is stored now. Fields only one of us touched merge by themselves; the rest is asked.
 */

export type Choice = 'mine' | 'theirs';

export interface FieldConflict<T> {
  field: keyof T & string;
  base: T[keyof T];
  mine: T[keyof T];
  theirs: T[keyof T];
}

export interface Comparison<T> {
  /** changed by both, and not to the same value */
  conflicts: FieldConflict<T>[];
  /** changed only by the other person; comes in as it is */
  theirChanges: (keyof T & string)[];
  /** changed only by me; kept as it is */
  myChanges: (keyof T & string)[];
}

/** Structural equality over JSON values; the order of keys does not matter, the order of lists does. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && same(a[key as keyof typeof a], b[key as keyof typeof b]));
}

export function compare<T extends object>(base: T, mine: T, theirs: T): Comparison<T> {
  const result: Comparison<T> = { conflicts: [], theirChanges: [], myChanges: [] };
  for (const field of Object.keys(base) as (keyof T & string)[]) {
    const iChanged = !same(base[field], mine[field]);
    const theyChanged = !same(base[field], theirs[field]);
    if (iChanged && theyChanged && !same(mine[field], theirs[field])) {
      result.conflicts.push({ field, base: base[field], mine: mine[field], theirs: theirs[field] });
    } else if (theyChanged) result.theirChanges.push(field);
    else if (iChanged) result.myChanges.push(field);
  }
  return result;
}

/** The merged record. A conflict without a choice keeps mine: nobody's typing is dropped silently. */
export function resolve<T extends object>(
  base: T,
  mine: T,
  theirs: T,
  choices: Partial<Record<keyof T & string, Choice>>,
): T {
  const merged = { ...theirs };
  const { conflicts, myChanges } = compare(base, mine, theirs);
  for (const field of myChanges) merged[field] = mine[field];
  for (const { field } of conflicts) if (choices[field] !== 'theirs') merged[field] = mine[field];
  return merged;
}

/** Only what differs from the stored record: the body of a PATCH. */
export function changes<T extends object>(stored: T, wanted: T): Partial<T> {
  const body: Partial<T> = {};
  for (const field of Object.keys(wanted) as (keyof T)[]) {
    if (!same(stored[field], wanted[field])) body[field] = wanted[field];
  }
  return body;
}
