import type { AuditWish } from '../../api/audit';

/** What narrows the journal, as it stands in the address. Days, not moments. */
export interface JournalSearch {
  action?: string | undefined;
  actor?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const fitting = (value: unknown, form: RegExp) =>
  typeof value === 'string' && form.test(value) ? value : undefined;

const day = (value: unknown) => {
  const found = fitting(value, DAY);
  return found && !Number.isNaN(Date.parse(found)) ? found : undefined;
};

/** Whatever stands in the address, only what the journal understands comes through. */
export function journalSearch(raw: Record<string, unknown>): JournalSearch {
  return {
    action: fitting(raw.action, /^[a-z_]+\.[a-z_]+$/),
    actor: fitting(raw.actor, ID),
    subject: fitting(raw.subject, ID),
    from: day(raw.from),
    until: day(raw.until),
  };
}

export function isNarrowed(search: JournalSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

/** From the first moment of a day to the last one of another. */
export function wishOf({ from, until, ...rest }: JournalSearch): AuditWish {
  const end = until ? new Date(`${until}T00:00`) : null;
  end?.setDate(end.getDate() + 1);
  return {
    ...rest,
    from: from && new Date(`${from}T00:00`).toISOString(),
    until: end?.toISOString(),
  };
}
