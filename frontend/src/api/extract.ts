import { call, download, segment } from './http';
import type { components } from './schema';

export type LinkedExtract = components['schemas']['LinkedOut'];

const at = (slug: string) => `/v1/public/${segment(slug)}/extract`;

/** Where the link leads to; asking does not use it. */
export async function readLinked(slug: string, token: string): Promise<LinkedExtract> {
  return (await call<LinkedExtract>('GET', at(slug), { bearer: token })).data;
}

/** The file, once. */
export const downloadLinked = (slug: string, token: string) =>
  download(`${at(slug)}/file`, {}, { method: 'POST', bearer: token });
