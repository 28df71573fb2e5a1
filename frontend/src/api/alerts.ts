import { call, segment } from './http';
import type { components } from './schema';
import type { Page, PageQuery } from './types';
import { getVersioned } from './versioned';

type Schemas = components['schemas'];
export type Alert = Schemas['AlertOut'];
export type AlertEntry = Schemas['AlertEntryOut'];
export type AlertSettings = Schemas['AlertSettingsIn'];
export type DayOfHours = Schemas['DayOfHoursOut'];

const at = (id: string) => `/v1/alerts/${segment(id)}`;

export async function listAlerts(
  query: PageQuery & { state?: Alert['state'] },
): Promise<Page<Alert>> {
  return (await call<Page<Alert>>('GET', '/v1/alerts', { query: { ...query } })).data;
}

export async function getAlert(id: string): Promise<Alert> {
  return (await call<Alert>('GET', at(id))).data;
}

export async function listAlertEntries(id: string, query: PageQuery): Promise<Page<AlertEntry>> {
  return (await call<Page<AlertEntry>>('GET', `${at(id)}/entries`, { query })).data;
}

export async function explainAlert(id: string, note: string): Promise<Alert> {
  const body = note ? { note } : {};
  return (await call<Alert>('PUT', `${at(id)}/explanation`, { body })).data;
}

export async function reopenAlert(id: string): Promise<Alert> {
  return (await call<Alert>('DELETE', `${at(id)}/explanation`)).data;
}

/** Without a day: today, by the shop's clock. */
export async function getMemberHours(day: string | undefined): Promise<DayOfHours> {
  return (await call<DayOfHours>('GET', '/v1/member-hours', { query: { day } })).data;
}

export const getAlertSettings = () => getVersioned<AlertSettings>('/v1/alert-settings');

export async function setAlertSettings(etag: string, body: AlertSettings): Promise<void> {
  await call('PUT', '/v1/alert-settings', { body, ifMatch: etag });
}
