import type { LinkProps } from '@tanstack/react-router';
import type { Matter } from '../../api/types';
import type { IconName } from '../../ui/Icon';

export const ICON: Record<Matter['kind'], IconName> = {
  request_due: 'shield',
  erasure_to_approve: 'shield',
  retention_stopped: 'warning',
  import_failed: 'warning',
  import_to_match: 'book',
  import_to_confirm: 'book',
  export_failed: 'download',
  campaign_stopped: 'mail',
  campaign_ready: 'mail',
  quota_near: 'chart',
  reward_ending: 'gift',
  stock_low: 'gift',
  program_ending: 'card',
  units_expiring: 'clock',
  birthday: 'calendar',
};

/** Where a matter is dealt with: at the thing itself, or at the list of several. */
export function placeOf({ kind, id }: Matter): LinkProps {
  switch (kind) {
    case 'request_due':
      return id
        ? { to: '/privacy/requests/$requestId', params: { requestId: id } }
        : { to: '/privacy/requests' };
    case 'erasure_to_approve':
      return id
        ? { to: '/privacy/erasures/$erasureId', params: { erasureId: id } }
        : { to: '/privacy/erasures' };
    case 'retention_stopped':
      return { to: '/privacy/retention' };
    case 'import_failed':
    case 'import_to_match':
    case 'import_to_confirm':
      return id
        ? { to: '/customers/imports/$importId', params: { importId: id } }
        : { to: '/customers/imports' };
    case 'export_failed':
      return { to: '/customers/exports' };
    case 'campaign_stopped':
    case 'campaign_ready':
      return id
        ? { to: '/campaigns/$campaignId', params: { campaignId: id } }
        : { to: '/campaigns' };
    case 'quota_near':
      return { to: '/subscription' };
    case 'reward_ending':
    case 'stock_low':
    case 'program_ending':
      return id ? { to: '/programs/$programId', params: { programId: id } } : { to: '/programs' };
    case 'units_expiring':
    case 'birthday':
      return { to: '/customers', search: { occasion: kind } };
  }
}

/** "Ada, Léa, Max" and how many more. */
export function celebrants({ customers = [], count }: Matter): { names: string[]; more: number } {
  const names = customers.flatMap(({ first_name: name }) => (name ? [name] : []));
  return { names, more: count - names.length };
}
