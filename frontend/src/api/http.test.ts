import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  actForMerchant,
  call,
  keepCsrfToken,
  newGestureKey,
  segment,
  whenUnauthorized,
} from './http';
import { ApiProblem, isProblem, isTemporary, NetworkProblem } from './problems';

const fetched = vi.fn<typeof fetch>();

function answer(status: number, body?: unknown, headers: Record<string, string> = {}): void {
  fetched.mockResolvedValueOnce(
    new Response(body === undefined ? null : JSON.stringify(body), { status, headers }),
  );
}

function sent(): { url: string; init: RequestInit; headers: Headers } {
  const [url, init] = fetched.mock.calls.at(-1) ?? [];
  return { url: String(url), init: init ?? {}, headers: new Headers(init?.headers) };
}

async function refusal(of: Promise<unknown>): Promise<unknown> {
  return of.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
}

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  fetched.mockReset();
  vi.useRealTimers();
  keepCsrfToken(null);
  actForMerchant(null);
  whenUnauthorized(null);
});

describe('what is sent', () => {
  it('leaves out empty query values and escapes the others', async () => {
    answer(200, {});
    await call('GET', '/v1/cards', { query: { q: 'Zoé & fils', cursor: null, limit: 20, x: '' } });
    expect(sent().url).toBe('/v1/cards?q=Zo%C3%A9+%26+fils&limit=20');
  });

  it('carries the CSRF token where something changes, and only there', async () => {
    keepCsrfToken('csrf');
    answer(200, {});
    await call('GET', '/v1/me');
    expect(sent().headers.has('X-CSRF-Token')).toBe(false);
    answer(204);
    await call('DELETE', '/v1/sessions/current');
    expect(sent().headers.get('X-CSRF-Token')).toBe('csrf');
  });

  it('names the merchant, the gesture and the version', async () => {
    actForMerchant('m1');
    answer(201, {});
    await call('POST', '/v1/cards/x/earnings', {
      body: { units: 2 },
      idempotencyKey: 'gesture-1',
      ifMatch: '"3"',
    });
    const { headers, init } = sent();
    expect(headers.get('X-Merchant-Id')).toBe('m1');
    expect(headers.get('Idempotency-Key')).toBe('gesture-1');
    expect(headers.get('If-Match')).toBe('"3"');
    expect(init.body).toBe('{"units":2}');
  });

  it('keeps a member’s session out of a holder’s call', async () => {
    keepCsrfToken('csrf');
    actForMerchant('m1');
    answer(200, {});
    await call('GET', '/v1/public/s/card', { bearer: 'page-token' });
    const { headers, init } = sent();
    expect(headers.get('Authorization')).toBe('Bearer page-token');
    expect(headers.has('X-Merchant-Id')).toBe(false);
    expect(init.credentials).toBe('omit');
  });

  it('keeps a path segment from becoming two', () => {
    expect(segment('a/b?c')).toBe('a%2Fb%3Fc');
  });
});

describe('what comes back', () => {
  it('gives data, version and whether it is a repetition', async () => {
    answer(201, { id: 'e1' }, { ETag: '"4"', 'Idempotent-Replayed': 'true' });
    const got = await call<{ id: string }>('POST', '/v1/x');
    expect(got).toEqual({ data: { id: 'e1' }, status: 201, etag: '"4"', replayed: true });
  });

  it('takes an empty answer', async () => {
    answer(204);
    expect((await call('DELETE', '/v1/x')).data).toBeUndefined();
  });

  it('turns a problem document into an ApiProblem', async () => {
    answer(
      422,
      {
        type: '/docs#VALIDATION',
        title: 'Some values are not acceptable',
        status: 422,
        code: 'VALIDATION',
        errors: [{ field: 'body.phone', message: 'Not a phone', code: 'phone' }],
        customer_id: 'c1',
      },
      { 'Retry-After': '12' },
    );
    const problem = (await refusal(call('POST', '/v1/x'))) as ApiProblem;
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(isProblem(problem, 'VALIDATION')).toBe(true);
    expect(problem.field('phone')?.message).toBe('Not a phone');
    expect(problem.extra('customer_id')).toBe('c1');
    expect(problem.retryAfterSeconds).toBe(12);
    expect(isTemporary(problem)).toBe(false);
  });

  it('reads a proxy’s HTML error as the service being unavailable', async () => {
    fetched.mockResolvedValueOnce(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const problem = await refusal(call('GET', '/v1/x'));
    expect(isProblem(problem, 'UNAVAILABLE')).toBe(true);
    expect(isTemporary(problem)).toBe(true);
  });

  it('tells the page that a session is over, but not for a holder’s token', async () => {
    const hook = vi.fn();
    whenUnauthorized(hook);
    answer(401, { code: 'NOT_SIGNED_IN' });
    await refusal(call('GET', '/v1/me'));
    expect(hook).toHaveBeenCalledTimes(1);
    answer(401, { code: 'NOT_SIGNED_IN' });
    await refusal(call('GET', '/v1/public/s/card', { bearer: 't' }));
    expect(hook).toHaveBeenCalledTimes(1);
    answer(401, { code: 'DEVICE_NOT_PAIRED' });
    await refusal(call('GET', '/v1/device'));
    expect(hook).toHaveBeenCalledTimes(1);
  });

  it('takes no answer to the session before for the end of the new one', async () => {
    const hook = vi.fn();
    whenUnauthorized(hook);
    keepCsrfToken('before');
    answer(401, { code: 'NOT_SIGNED_IN' });
    const late = refusal(call('GET', '/v1/me'));
    keepCsrfToken('after');
    await late;
    expect(hook).not.toHaveBeenCalled();
  });
});

describe('no answer', () => {
  it('is told apart from a refusal', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const problem = (await refusal(call('GET', '/v1/x'))) as NetworkProblem;
    expect(problem).toBeInstanceOf(NetworkProblem);
    expect(problem.reason).toBe('unreachable');
    expect(isTemporary(problem)).toBe(true);
  });

  it('gives up after the timeout', async () => {
    vi.useFakeTimers();
    fetched.mockImplementationOnce(hanging);
    const waiting = refusal(call('GET', '/v1/x', { timeoutMs: 1000 }));
    await vi.advanceTimersByTimeAsync(1001);
    expect(((await waiting) as NetworkProblem).reason).toBe('timeout');
  });

  it('says when the caller itself gave up', async () => {
    const abort = new AbortController();
    fetched.mockImplementationOnce(hanging);
    const waiting = refusal(call('GET', '/v1/x', { signal: abort.signal }));
    abort.abort();
    const problem = (await waiting) as NetworkProblem;
    expect(problem.reason).toBe('aborted');
    expect(isTemporary(problem)).toBe(false);
  });
});

it('makes gesture keys that fit the API and do not repeat', () => {
  const keys = new Set(Array.from({ length: 100 }, newGestureKey));
  expect(keys.size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{8,100}$/);
});

function hanging(_input: unknown, init?: RequestInit): Promise<Response> {
  return new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
  });
}
