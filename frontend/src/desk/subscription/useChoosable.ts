import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { programsQuery } from '../programs/queries';
import { locationsQuery, membersQuery } from '../team/queries';

export type Choosable = 'programs' | 'locations' | 'members';

export interface Named {
  id: string;
  name: string;
}

/** What one may keep or let rest, by name. An archived program or a closed location takes no room. */
export function useChoosable(kind: Choosable): Named[] {
  const programs = useQuery({ ...programsQuery, enabled: kind === 'programs' });
  const locations = useQuery({ ...locationsQuery, enabled: kind === 'locations' });
  const members = useInfiniteQuery({ ...membersQuery, enabled: kind === 'members' });
  if (kind === 'programs') {
    return (programs.data ?? []).filter(({ status }) => status !== 'archived');
  }
  if (kind === 'locations') return (locations.data ?? []).filter(({ active }) => active);
  const people = members.data?.pages.flatMap(({ items }) => items) ?? [];
  return people.map(({ id, first_name: first, email }) => ({ id, name: `${first} (${email})` }));
}
