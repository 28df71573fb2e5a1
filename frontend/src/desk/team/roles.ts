import type { Role } from '../../api/types';

export const ROLES: readonly Role[] = ['owner', 'manager', 'cashier', 'auditor'];

/** Whom a role with `team:write` may appoint and remove: never a role with rights it lacks. */
export function manages(mine: Role, theirs: Role): boolean {
  return mine === 'owner' || (mine === 'manager' && theirs === 'cashier');
}
