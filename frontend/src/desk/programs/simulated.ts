/** The last time it was this day (Monday is 1) and hour: the API looks back a week at most. */
export function latest(weekday: number, time: string, now = new Date()): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = new Date(now);
  at.setHours(hours, minutes, 0, 0);
  const today = ((now.getDay() + 6) % 7) + 1;
  at.setDate(at.getDate() - ((today - weekday + 7) % 7));
  if (at > now) at.setDate(at.getDate() - 7);
  return at;
}
