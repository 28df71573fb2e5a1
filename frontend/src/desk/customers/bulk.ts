import type { BulkTags } from '../../api/customers';
import type { Customer } from '../../api/types';

/**
 * The orders that put the tags back: each customer's own, since some had the tag before. Only for
 * those whose tags were on the screen; of a whole list they are not known.
 */
export function undoOf(order: BulkTags, customers: readonly Customer[]): BulkTags[] {
  if (!('ids' in order)) return [];
  const before = new Map(customers.map(({ id, tags }) => [id, new Set(tags.map(folded))]));
  if (!order.ids.every((id) => before.has(id))) return [];
  const had = (id: string, tag: string) => before.get(id)?.has(folded(tag)) ?? false;
  const steps = [
    ...order.add.map((tag) => ({
      ids: order.ids.filter((id) => !had(id, tag)),
      add: [],
      remove: [tag],
    })),
    ...order.remove.map((tag) => ({
      ids: order.ids.filter((id) => had(id, tag)),
      add: [tag],
      remove: [],
    })),
  ];
  return steps.filter(({ ids }) => ids.length > 0);
}

const folded = (tag: string) => tag.toLocaleLowerCase();
