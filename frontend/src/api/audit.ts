import { call, download } from './http';
import type { components, operations } from './schema';
import type { Page } from './types';

export type AuditEvent = components['schemas']['AuditEventOut'];
export type AuditVerification = components['schemas']['AuditVerificationOut'];
export type FaultKind = components['schemas']['FaultOut']['kind'];

type Query = NonNullable<operations['list_audit_events']['parameters']['query']>;
/** Every action that the API records. */
export type AuditAction = NonNullable<Query['action']>[number];

/** What narrows the journal; moments with their zone. */
export interface AuditWish {
  action?: string | undefined;
  actor?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

interface Paged extends AuditWish {
  limit: number;
  cursor: string | null;
}

export async function listAuditEvents(query: Paged): Promise<Page<AuditEvent>> {
  return (await call<Page<AuditEvent>>('GET', '/v1/audit-events', { query })).data;
}

export async function getAuditVerification(): Promise<AuditVerification> {
  return (await call<AuditVerification>('GET', '/v1/audit-events/verification')).data;
}

export const downloadAudit = (wish: AuditWish) => download('/v1/audit-events/file', wish);
