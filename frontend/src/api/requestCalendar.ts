import { call } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];

export type RequestCalendar = Schemas['CalendarOut'];
export type Holidays = RequestCalendar['holidays'];

const PATH = '/v1/privacy/calendar';

export const getRequestCalendar = async () => (await call<RequestCalendar>('GET', PATH)).data;

export async function chooseHolidays(holidays: Holidays): Promise<RequestCalendar> {
  return (await call<RequestCalendar>('PUT', PATH, { body: { holidays } })).data;
}

/** Shown this once; the one before opens nothing any more. */
export async function makeCalendarAddress(): Promise<string> {
  return (await call<Schemas['FeedOut']>('POST', `${PATH}/address`)).data.address;
}

export async function revokeCalendarAddress(): Promise<void> {
  await call('DELETE', `${PATH}/address`);
}
