import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { choosePlanSelection, type PlanSelection } from '../../api/billing';
import { programsQuery } from '../programs/queries';
import { locationsQuery, membersQuery } from '../team/queries';
import { type Choosable, type Keepable, type Room, staying } from './keeping';
import { planSelectionQuery } from './queries';

/** What stays active where there is no room for all: as it would be, until somebody says otherwise. */
export interface Keeping {
  rooms: readonly Room[];
  items: Record<Choosable, readonly Keepable[]>;
  chosen: PlanSelection;
  /** All that there is to choose from is here. */
  ready: boolean;
  error: unknown;
  tooMany: boolean;
  choose: (kind: Choosable, ids: string[]) => void;
  save: () => Promise<unknown>;
}

export function useKeeping(rooms: readonly Room[]): Keeping {
  const about = (kind: Choosable) => rooms.some((room) => room.kind === kind);
  const stored = useQuery({ ...planSelectionQuery, enabled: rooms.length > 0 });
  const programs = useQuery({ ...programsQuery, enabled: about('programs') });
  const locations = useQuery({ ...locationsQuery, enabled: about('locations') });
  const members = useInfiniteQuery({ ...membersQuery, enabled: about('members') });
  const [said, setSaid] = useState<Partial<PlanSelection>>({});
  const items = {
    // What is prepared or over takes no room.
    programs: (programs.data ?? []).filter(({ status }) => status === 'active'),
    locations: (locations.data ?? []).filter(({ active }) => active),
    members: (members.data?.pages.flatMap((page) => page.items) ?? []).map((member) => ({
      id: member.id,
      name: `${member.first_name} (${member.email})`,
      frozen: member.frozen,
      owner: member.role === 'owner',
    })),
  };
  const before = stored.data ?? { programs: [], locations: [], members: [] };
  const chosen: PlanSelection = { ...before };
  for (const { kind, limit } of rooms) {
    chosen[kind] = said[kind] ?? staying(items[kind], before[kind], limit);
  }
  const lists = { programs, locations, members };
  return {
    rooms,
    items,
    chosen,
    ready: stored.isSuccess && rooms.every(({ kind }) => lists[kind].isSuccess),
    error: stored.error ?? programs.error ?? locations.error ?? members.error,
    tooMany: rooms.some(({ kind, limit }) => chosen[kind].length > limit),
    choose: (kind, ids) => setSaid({ ...said, [kind]: ids }),
    save: () => (rooms.length > 0 ? choosePlanSelection(chosen) : Promise.resolve()),
  };
}
