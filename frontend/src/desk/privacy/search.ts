import type { RequestKind } from '../../api/privacyRequests';

export const KINDS: readonly RequestKind[] = [
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
  'withdrawal',
  'complaint',
];

export interface RequestSearch {
  status?: 'closed' | undefined;
  kind?: RequestKind | undefined;
}

export const closedSearch = (raw: Record<string, unknown>): { status?: 'closed' | undefined } => ({
  status: raw.status === 'closed' ? 'closed' : undefined,
});

/** What stands in the address, as far as it means something. */
export function requestSearch(raw: Record<string, unknown>): RequestSearch {
  return {
    ...closedSearch(raw),
    kind: KINDS.find((kind) => kind === raw.kind),
  };
}
