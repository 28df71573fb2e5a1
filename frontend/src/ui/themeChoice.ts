export const CHOICE = 'carnet.theme';

/** Whether an appearance was chosen in this browser: who chose none needs no code for it. */
export function themeIsChosen(): boolean {
  try {
    return localStorage.getItem(CHOICE) !== null;
  } catch {
    return false;
  }
}
