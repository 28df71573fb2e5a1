export interface HoldSearch {
  status?: 'ended' | undefined;
  /** The dialog for a new one is open. */
  new?: 'yes' | undefined;
}

/** What stands in the address, as far as it means something. */
export const holdSearch = (raw: Record<string, unknown>): HoldSearch => ({
  status: raw.status === 'ended' ? 'ended' : undefined,
  new: raw.new === 'yes' ? 'yes' : undefined,
});
