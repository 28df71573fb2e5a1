/**
 * The screens seen last, by their titles. In memory only: nobody's name stays in the browser after
 * the page is left or somebody signs out.
 */
export interface Seen {
  href: string;
  title: string;
}

const MOST = 6;
let seen: readonly Seen[] = [];

export function remember(at: Seen): void {
  seen = [at, ...seen.filter(({ href }) => href !== at.href)].slice(0, MOST);
}

/** Without where one is. */
export function recent(here: string): Seen[] {
  return seen.filter(({ href }) => href !== here).slice(0, MOST - 1);
}

export function forgetRecent(): void {
  seen = [];
}
