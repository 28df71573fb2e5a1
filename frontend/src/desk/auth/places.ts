/** The time zone this device lives in; a browser that will not say is most likely where most shops are. */
export function guessTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Paris';
}

/** All zones this browser knows, the guessed one among them even where the browser lists others only. */
export function timeZones(current: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(current) ? known : [current, ...known];
}
