import type { Resource } from '../../api/billing';

export type Choosable = 'programs' | 'locations' | 'members';

const KINDS: readonly Choosable[] = ['programs', 'locations', 'members'];

/** Something of which a plan may have no room for all. */
export interface Keepable {
  id: string;
  name: string;
  frozen: boolean;
  /** A member without whom nobody could change the plan again. */
  owner?: boolean;
}

/** How many of a kind a plan has room for, where that is not all. */
export interface Room {
  kind: Choosable;
  limit: number;
}

/** What of a list of limits one can choose by name; cards are chosen by how recently they were used. */
export function roomsOf(
  items: readonly { resource: Resource; limit: number | null }[],
): readonly Room[] {
  return items.flatMap(({ resource, limit }) => {
    const kind = KINDS.find((each) => each === resource);
    return kind && limit !== null ? [{ kind, limit }] : [];
  });
}

/**
 * What stays active when nobody says otherwise, as the service sees it: what is active now, then what
 * was chosen, then the oldest; and an owner in any case. Ids begin with their time.
 */
export function staying(
  items: readonly Keepable[],
  chosen: readonly string[],
  limit: number,
): string[] {
  const ranked = [...items].sort(
    (a, b) =>
      Number(a.frozen) - Number(b.frozen) ||
      Number(chosen.includes(b.id)) - Number(chosen.includes(a.id)) ||
      a.id.localeCompare(b.id),
  );
  const owner = ranked.find((item) => item.owner);
  const first = owner ? [owner, ...ranked.filter((item) => item !== owner)] : ranked;
  return first.slice(0, limit).map(({ id }) => id);
}
