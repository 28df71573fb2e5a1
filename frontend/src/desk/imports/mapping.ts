import type {
  Import,
  ImportField,
  ImportMapping,
  ImportOptions,
  ImportStatus,
} from '../../api/imports';

const CONSENTS: readonly ImportField[] = ['consent_email', 'consent_sms', 'consent_post'];
const RECOGNISES: readonly ImportField[] = [
  'first_name',
  'last_name',
  'full_name',
  'company',
  'phone',
  'email',
];
/** Shorter than this it proves nothing. */
const STATEMENT = 10;

export type MappingLack = 'nobody' | 'twice' | 'program' | 'consent';

/** What was chosen, else what is suggested. */
export function mappingOf({ mapping, columns }: Pick<Import, 'mapping' | 'columns'>) {
  if (mapping) return mapping as ImportMapping;
  const suggested = columns.flatMap(({ index, suggestion }) =>
    suggestion ? [[index, suggestion] as const] : [],
  );
  return Object.fromEntries(suggested) as ImportMapping;
}

/** Columns whose field another column has too: two values for one place. */
export function takenTwice(mapping: ImportMapping): Set<string> {
  const columns = Object.entries(mapping);
  const crowded = columns.filter(([column, field]) =>
    columns.some(([other, theirs]) => other !== column && theirs === field),
  );
  return new Set(crowded.map(([column]) => column));
}

/** What is missing before the file can be checked. */
export function lacks(mapping: ImportMapping, options: ImportOptions): Set<MappingLack> {
  const fields = Object.values(mapping);
  const missing = new Set<MappingLack>();
  if (!fields.some((field) => RECOGNISES.includes(field))) missing.add('nobody');
  if (takenTwice(mapping).size > 0) missing.add('twice');
  if (fields.includes('balance') && !options.program_id) missing.add('program');
  const statement = options.consent_statement?.trim() ?? '';
  if (hasConsents(mapping) && statement.length < STATEMENT) missing.add('consent');
  return missing;
}

export function hasConsents(mapping: ImportMapping): boolean {
  return Object.values(mapping).some((field) => CONSENTS.includes(field));
}

export function assign(
  mapping: ImportMapping,
  column: number,
  field: ImportField | '',
): ImportMapping {
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
    consent_statement: hasConsents(mapping) ? options.consent_statement?.trim() || null : null,
  };
}

/** Somebody is at work on it: worth asking again in a second. */
export function isBusy(status: ImportStatus): boolean {
  return (
    status === 'reading' || status === 'checking' || status === 'running' || status === 'undoing'
  );
}

export const STEPS = ['file', 'mapping', 'check', 'done'] as const;
export type StepName = (typeof STEPS)[number];

/** Where on the way an import stands; `revisiting` its columns goes one back. */
export function stepOf({ status }: Pick<Import, 'status'>, revisiting: boolean): StepName {
  if (status === 'reading') return 'file';
  if (status === 'uploaded' || (revisiting && status === 'checked')) return 'mapping';
  if (status === 'checking' || status === 'checked') return 'check';
  return 'done';
}
