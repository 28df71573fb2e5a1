/** One wrong field; `field` is a path such as `body.phone`. */
export interface FieldProblem {
  field: string;
  message: string;
  code: string;
}

interface ProblemParts {
  status: number;
  code: string;
  detail: string;
  fields?: FieldProblem[];
  extras?: Record<string, unknown>;
  retryAfterSeconds?: number | null;
}

/** The API understood and refused. `code` is stable and is what screens translate. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  /** What a code brings along, e.g. `customer_id` or `next_earn_at`. */
  readonly extras: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | null;

  constructor(parts: ProblemParts) {
    super(`${parts.code}: ${parts.detail}`);
    this.status = parts.status;
    this.code = parts.code;
    this.detail = parts.detail;
    this.fields = parts.fields ?? [];
    this.extras = parts.extras ?? {};
    this.retryAfterSeconds = parts.retryAfterSeconds ?? null;
  }

  /** The problem of one input, by its name without `body.`. */
  field(name: string): FieldProblem | undefined {
    return this.fields.find((each) => each.field === name || each.field === `body.${name}`);
  }

  extra<T>(name: string): T | undefined {
    return this.extras[name] as T | undefined;
  }
}

export type NetworkReason = 'offline' | 'unreachable' | 'timeout' | 'aborted';

/** No answer: whether the API carried it out is unknown. Send again with the same key. */
export class NetworkProblem extends Error {
  override readonly name = 'NetworkProblem';
  readonly reason: NetworkReason;

  constructor(reason: NetworkReason, cause?: unknown) {
    super(`No answer from the API: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Worth sending again as it is: nothing was decided. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof NetworkProblem) return error.reason !== 'aborted';
  if (!(error instanceof ApiProblem)) return false;
  return error.status >= 500 || error.status === 429 || error.code === 'STILL_RUNNING';
}

export function isProblem(error: unknown, ...codes: string[]): error is ApiProblem {
  return error instanceof ApiProblem && codes.includes(error.code);
}
