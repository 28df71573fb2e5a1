import type { LinkProps } from '@tanstack/react-router';
import type { Scope } from '../../api/types';
import type { IconName } from '../../ui/Icon';

export interface Place {
  id: PlaceId;
  to: NonNullable<LinkProps['to']>;
  icon: IconName;
  /** One of these is needed; without any everybody goes there. */
  needs?: readonly Scope[];
  /** Typed after `g`. */
  letter?: string;
}

export type PlaceId =
  | 'home'
  | 'customers'
  | 'duplicates'
  | 'imports'
  | 'exports'
  | 'programs'
  | 'campaigns'
  | 'statistics'
  | 'requests'
  | 'erasures'
  | 'retention'
  | 'holds'
  | 'privacySettings'
  | 'merchant'
  | 'account'
  | 'sessions'
  | 'team'
  | 'locations'
  | 'apiKeys'
  | 'subscription'
  | 'takeout'
  | 'alerts'
  | 'journal'
  | 'closing';

/** Every screen one can go to from anywhere, in the order of the menus. */
export const PLACES: readonly Place[] = [
  { id: 'home', to: '/', icon: 'home', letter: 'h' },
  { id: 'customers', to: '/customers', icon: 'users', letter: 'c' },
  {
    id: 'duplicates',
    to: '/customers/duplicates',
    icon: 'users',
    needs: ['customers:merge'],
  },
  { id: 'imports', to: '/customers/imports', icon: 'book', needs: ['customers:import'] },
  { id: 'exports', to: '/customers/exports', icon: 'download', needs: ['customers:export'] },
  { id: 'programs', to: '/programs', icon: 'card', letter: 'p' },
  {
    id: 'campaigns',
    to: '/campaigns',
    icon: 'mail',
    needs: ['campaigns:read'],
    letter: 'm',
  },
  {
    id: 'statistics',
    to: '/statistics',
    icon: 'chart',
    needs: ['statistics:read'],
    letter: 's',
  },
  {
    id: 'requests',
    to: '/privacy/requests',
    icon: 'shield',
    needs: ['privacy:read'],
    letter: 'd',
  },
  { id: 'erasures', to: '/privacy/erasures', icon: 'shield', needs: ['privacy:read'] },
  { id: 'retention', to: '/privacy/retention', icon: 'shield', needs: ['privacy:read'] },
  { id: 'holds', to: '/privacy/holds', icon: 'shield', needs: ['privacy:read'] },
  { id: 'privacySettings', to: '/privacy/settings', icon: 'shield', needs: ['privacy:read'] },
  { id: 'merchant', to: '/settings/merchant', icon: 'settings', letter: 'r' },
  { id: 'account', to: '/settings/account', icon: 'user' },
  { id: 'sessions', to: '/settings/sessions', icon: 'lock' },
  { id: 'team', to: '/settings/team', icon: 'users', needs: ['team:read'], letter: 't' },
  { id: 'locations', to: '/settings/locations', icon: 'home', needs: ['locations:read'] },
  { id: 'apiKeys', to: '/settings/api-keys', icon: 'key', needs: ['keys:write'] },
  {
    id: 'subscription',
    to: '/subscription',
    icon: 'card',
    needs: ['usage:read', 'billing:read'],
  },
  { id: 'takeout', to: '/settings/data', icon: 'download', needs: ['merchant:export'] },
  { id: 'alerts', to: '/settings/alerts', icon: 'warning', needs: ['audit:read'] },
  { id: 'journal', to: '/settings/journal', icon: 'history', needs: ['audit:read'] },
  { id: 'closing', to: '/settings/closing', icon: 'lock', needs: ['merchant:export'] },
];

/** Where these rights lead: nobody is sent to a refusal. */
export function placesFor(scopes: readonly Scope[]): Place[] {
  return PLACES.filter(({ needs }) => !needs || needs.some((scope) => scopes.includes(scope)));
}
