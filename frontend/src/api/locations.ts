import { call } from './http';
import type { Page, PageQuery } from './types';

/** A place of the merchant's, where customers come. */
export interface Location {
  id: string;
  name: string;
  active: boolean;
}

export async function listLocations(query: PageQuery = {}): Promise<Page<Location>> {
  return (await call<Page<Location>>('GET', '/v1/locations', { query })).data;
}
