import { type CallOptions, call } from './http';

/** What was read together with its version: hand the version back when changing it. */
export interface Versioned<T> {
  data: T;
  etag: string;
}

export async function getVersioned<T>(path: string, options?: CallOptions): Promise<Versioned<T>> {
  const { data, etag } = await call<T>('GET', path, options);
  return { data, etag: etag ?? '' };
}

export async function patchVersioned<T>(
  path: string,
  etag: string,
  body: unknown,
): Promise<Versioned<T>> {
  const answer = await call<T>('PATCH', path, { body, ifMatch: etag });
  return { data: answer.data, etag: answer.etag ?? '' };
}
