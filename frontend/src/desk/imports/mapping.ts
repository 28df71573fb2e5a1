import type { Import, ImportMapping, ImportOptions, ImportStatus } from '../../api/imports';

export const CONSENTS = ['consent_email', 'consent_sms', 'consent_post'];
const RECOGNISES = ['first_name', 'last_name', 'company', 'phone', 'email'];

export type MappingLack = 'nobody' | 'twice' | 'program' | 'consent';

/** Columns whose field another column has too: two values for one place. */
export function takenTwice(mapping: ImportMapping): Set<string> {
  const holders = Map.groupBy(Object.entries(mapping), ([, field]) => field);
  const crowded = [...holders.values()].filter((columns) => columns.length > 1);
  return new Set(crowded.flat().map(([column]) => column));
}

/** What is missing before the file can be checked. */
export function lacks(mapping: ImportMapping, options: ImportOptions): Set<MappingLack> {
  const fields = Object.values(mapping);
  const missing = new Set<MappingLack>();
  if (!fields.some((field) => RECOGNISES.includes(field))) missing.add('nobody');
  if (takenTwice(mapping).size > 0) missing.add('twice');
  if (fields.includes('balance') && !options.program_id) missing.add('program');
  const consents = fields.some((field) => CONSENTS.includes(field));
  if (consents && !options.consent_statement?.trim()) missing.add('consent');
  return missing;
}

export function assign(mapping: ImportMapping, column: number, field: string): ImportMapping {
  const { [column]: _before, ...others } = mapping;
  return field ? { ...others, [column]: field } : others;
}

export const NO_OPTIONS: ImportOptions = {
  on_duplicate: 'update',
  program_id: null,
  date_order: 'dmy',
  consent_statement: null,
  language: null,
};

/** Only what the columns chosen call for is sent: a program without balances means nothing. */
export function sentOptions(mapping: ImportMapping, options: ImportOptions): ImportOptions {
  const fields = Object.values(mapping);
  return {
    ...options,
    program_id: fields.includes('balance') ? options.program_id : null,
    consent_statement: fields.some((field) => CONSENTS.includes(field))
      ? options.consent_statement?.trim() || null
      : null,
  };
}

/** Somebody is at work on it: worth asking again in a second. */
export function isBusy(status: ImportStatus): boolean {
  return status === 'checking' || status === 'running' || status === 'undoing';
}

export const STEPS = ['file', 'mapping', 'check', 'done'] as const;
export type StepName = (typeof STEPS)[number];

/** Where on the way an import stands; `revisiting` its columns goes one back. */
export function stepOf({ status }: Pick<Import, 'status'>, revisiting: boolean): StepName {
  if (status === 'uploaded' || (revisiting && status === 'checked')) return 'mapping';
  if (status === 'checking' || status === 'checked') return 'check';
  return 'done';
}
