import { ApiProblem, type FieldProblem, NetworkProblem } from './problems';
import { hearTime } from './serverClock';

const TIMEOUT_MS = 15_000;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type QueryValue = string | number | boolean | null | undefined;

export interface CallOptions {
  query?: object;
  body?: unknown;
  /** One per gesture, kept over every retry of it. */
  idempotencyKey?: string;
  /** The version that was read: the change is refused when somebody changed it since. */
  ifMatch?: string;
  /** A holder's page token, in place of the session. */
  bearer?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  status: number;
  etag: string | null;
  /** The API had carried this out before and repeats its first answer. */
  replayed: boolean;
}

/** What every call of a member's session carries. In memory only: a reload asks `/v1/me` again. */
const session: { csrfToken: string | null; merchantId: string | null } = {
  csrfToken: null,
  merchantId: null,
};

let onUnauthorized: (() => void) | null = null;

export function keepCsrfToken(token: string | null): void {
  session.csrfToken = token;
}

export function actForMerchant(id: string | null): void {
  session.merchantId = id;
}

export function currentMerchantId(): string | null {
  return session.merchantId;
}

/** Called when a member's session is over; the call itself still fails with its problem. Other
 * answers 401 speak of a password, a PIN, a passkey or a device, and not of the session. */
export function whenUnauthorized(hook: (() => void) | null): void {
  onUnauthorized = hook;
}

/** Fits `Idempotency-Key`: one for the whole life of a gesture. */
export function newGestureKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A value for a path segment. */
export function segment(value: string): string {
  return encodeURIComponent(value);
}

export async function call<T>(
  method: Method,
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const asked = session.csrfToken;
  const response = await send(method, path, options);
  return readAnswer<T>(response, !options.bearer && asked === session.csrfToken);
}

/** `ofSession`: the call was one of the session that is open now; an answer from before somebody
 * signed in again says nothing about it. */
export async function readAnswer<T>(response: Response, ofSession = true): Promise<Answer<T>> {
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.code === 'NOT_SIGNED_IN' && ofSession) onUnauthorized?.();
    throw problem;
  }
  return {
    data: (await readJson(response)) as T,
    status: response.status,
    etag: response.headers.get('ETag'),
    replayed: response.headers.get('Idempotent-Replayed') === 'true',
  };
}

/** For what is a file and no JSON, e.g. a poster. */
export async function download(
  path: string,
  query: object = {},
  { method = 'GET', ...options }: CallOptions & { method?: Method } = {},
): Promise<Blob> {
  const response = await send(method, path, { query, timeoutMs: 60_000, ...options });
  if (!response.ok) throw await readProblem(response);
  return response.blob();
}

/** What a list says about itself beside its page. */
export async function readHeader(
  path: string,
  query: object,
  name: string,
): Promise<string | null> {
  const response = await send('GET', path, { query });
  if (!response.ok) throw await readProblem(response);
  return response.headers.get(name);
}

async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
  const abort = new AbortController();
  const giveUp = () => abort.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    abort.abort();
  }, options.timeoutMs ?? TIMEOUT_MS);
  options.signal?.addEventListener('abort', giveUp);
  if (options.signal?.aborted) giveUp();
  try {
    const response = await fetch(path + queryString(options.query), {
      method,
      headers: headersOf(method, options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      // A holder's call must not also carry the cookie of a member on the same phone.
      credentials: options.bearer ? 'omit' : 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
    });
    hearTime(response.headers.get('Date'));
    return response;
  } catch (cause) {
    if (options.signal?.aborted) throw new NetworkProblem('aborted', cause);
    if (late) throw new NetworkProblem('timeout', cause);
    throw new NetworkProblem(navigator.onLine === false ? 'offline' : 'unreachable', cause);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', giveUp);
  }
}

export function headersOf(method: Method, options: CallOptions): Headers {
  const headers = new Headers({ Accept: 'application/json, application/problem+json' });
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey);
  if (options.ifMatch) headers.set('If-Match', options.ifMatch);
  if (options.bearer) {
    headers.set('Authorization', `Bearer ${options.bearer}`);
    return headers;
  }
  if (session.merchantId) headers.set('X-Merchant-Id', session.merchantId);
  if (session.csrfToken && method !== 'GET') headers.set('X-CSRF-Token', session.csrfToken);
  return headers;
}

function queryString(query: object = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, QueryValue][]) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text && `?${text}`;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
}

/** A refusal that is no problem document comes from something between us and the API. */
async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readJson(response).catch(() => undefined);
  const { status } = response;
  const document = (body && typeof body === 'object' ? body : {}) as Record<string, unknown>;
  const { code, detail, title, errors, type: _type, status: _status, ...extras } = document;
  const seconds = Number(response.headers.get('Retry-After'));
  return new ApiProblem({
    status,
    code: typeof code === 'string' ? code : status >= 500 ? 'UNAVAILABLE' : `HTTP_${status}`,
    detail: String(detail ?? title ?? response.statusText),
    fields: Array.isArray(errors) ? (errors as FieldProblem[]) : [],
    extras,
    retryAfterSeconds: seconds > 0 ? seconds : null,
  });
}
