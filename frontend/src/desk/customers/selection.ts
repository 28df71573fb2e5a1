/** Who is selected in a list that is longer than what is shown of it. */
export type Selection = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all' };

export const NOBODY: Selection = { kind: 'some', ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'all' || selection.ids.has(id);
}

/** Unticking one of all leaves the others that are on the screen: what one sees is what one gets. */
export function toggle(selection: Selection, id: string, shown: readonly string[]): Selection {
  const ids = new Set(selection.kind === 'all' ? shown : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: 'some', ids };
}

/** The box above the column: everyone shown, or nobody. */
export function toggleShown(selection: Selection, shown: readonly string[]): Selection {
  return stateOf(selection, shown) === 'all' ? NOBODY : { kind: 'some', ids: new Set(shown) };
}

export function stateOf(selection: Selection, shown: readonly string[]): 'none' | 'some' | 'all' {
  if (selection.kind === 'all') return 'all';
  if (selection.ids.size === 0) return 'none';
  return shown.length > 0 && shown.every((id) => selection.ids.has(id)) ? 'all' : 'some';
}

export function sizeOf(selection: Selection, total: number | null): number | null {
  return selection.kind === 'all' ? total : selection.ids.size;
}
