/** Where this tab serves, once somebody has said so. A paired device needs no word: the service knows. */
const SAID = 'carnet.place.';

export function placeOf(merchantId: string): string | null {
  try {
    return sessionStorage.getItem(SAID + merchantId);
  } catch {
    return null;
  }
}

export function sayPlace(merchantId: string, locationId: string): void {
  try {
    sessionStorage.setItem(SAID + merchantId, locationId);
  } catch {
    return;
  }
}
