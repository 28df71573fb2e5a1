const CHOICE = 'carnet.merchant';

/**
 * Which of one's shops this tab works in. Kept by the tab: choosing another shop in a second tab must not put
 * one shop's name above the other's data in the first. A new tab begins where the last choice was made.
 */
let chosen: string | null | undefined;

export function chosenMerchant(): string | null {
  if (chosen === undefined) chosen = read();
  return chosen;
}

/** An id and no secret. */
export function rememberMerchant(id: string): void {
  chosen = id;
  try {
    sessionStorage.setItem(CHOICE, id);
    localStorage.setItem(CHOICE, id);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}

function read(): string | null {
  try {
    return sessionStorage.getItem(CHOICE) ?? localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}
