import type { Program } from '../../api/types';

const REMEMBERED = 'carnet.counter.program';

/** The program this device gave out last; the oldest one where there is none. */
export function usualProgram(programs: readonly Program[]): string {
  let last: string | null = null;
  try {
    last = localStorage.getItem(REMEMBERED);
  } catch {
    last = null;
  }
  const oldest = [...programs].sort((a, b) => a.created_at.localeCompare(b.created_at))[0];
  return programs.find((each) => each.id === last)?.id ?? oldest?.id ?? '';
}

export function rememberProgram(id: string): void {
  try {
    localStorage.setItem(REMEMBERED, id);
  } catch {
    return;
  }
}
