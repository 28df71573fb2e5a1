import type { Audience } from '../../api/campaigns';
import type { CustomerFilters } from '../search';
import type { Selection } from './selection';

/** Whom a campaign to the selection is for; nobody by what was typed: a rule holds no free text. */
export function audienceOf(selection: Selection, filters: CustomerFilters): Audience | null {
  if (selection.kind !== 'all') {
    const ids = [...selection.ids];
    return ids.length > 0 ? { kind: 'selection', customer_ids: ids } : null;
  }
  const { q, has_email: email, birthday_month: month, ...same } = filters;
  if (q) return null;
  return {
    kind: 'list',
    filter: {
      ...same,
      ...(email && { has_email: email === 'true' }),
      ...(month && { birthday_month: Number(month) }),
    },
  };
}
