import type { HolderCard } from '../api/types';

/**
 * What this browser keeps: the addresses of its cards, so that the join page can say "you already
 * have one", and each card as last seen, so that it can be shown without a network.
 */
const PAGES = 'carnet.cards.';
const SEEN = 'carnet.seen.';
const MOST_PAGES = 5;

export interface Seen {
  card: HolderCard;
  at: string;
}

export function rememberedPages(slug: string): string[] {
  const pages = read(PAGES + slug);
  return Array.isArray(pages) ? pages.filter((page) => typeof page === 'string') : [];
}

export function rememberPage(slug: string, page: string): void {
  const others = rememberedPages(slug).filter((each) => each !== page);
  write(PAGES + slug, [page, ...others].slice(0, MOST_PAGES));
}

export function rememberSeen(page: string, seen: Seen): void {
  write(SEEN + page, seen);
}

export function lastSeen(page: string): Seen | null {
  const seen = read(SEEN + page) as Seen | null;
  return seen?.card?.code && seen.at ? seen : null;
}

/** The link is dead or the card no longer this person's: nothing of it stays here. */
export function forget(slug: string, page: string): void {
  write(
    PAGES + slug,
    rememberedPages(slug).filter((each) => each !== page),
  );
  try {
    localStorage.removeItem(SEEN + page);
  } catch {
    return;
  }
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Storage may be full or refused: the page then works without a memory. */
function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
