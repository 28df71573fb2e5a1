import { call, download, segment } from '../../api/http';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Standing = Schemas['HolderConsents'];
export type MyData = Schemas['MyData'];
export type Correction = Schemas['Correction'];
export type Waits = NonNullable<Schemas['ErasingOut']['waits_for']>;
export type Purpose = keyof Standing['consents'];

/** What the page's secret alone may ask. */
export function holderApi(slug: string, page: string) {
  const at = `/v1/public/${segment(slug)}/card`;
  const ask = <T>(method: 'GET' | 'POST', what: string, body?: unknown) =>
    call<T>(method, `${at}/${what}`, { bearer: page, body }).then(({ data }) => data);
  return {
    standing: () => ask<Standing>('GET', 'consents'),
    stopNews: () => ask('POST', 'withdrawal'),
    sendCode: () => ask<{ sent_to: string }>('POST', 'identification'),
    /** What the code opens, for half an hour. */
    open: async (code: string) =>
      dataApi(slug, (await ask<{ token: string }>('POST', 'access', { code })).token),
  };
}

function dataApi(slug: string, bearer: string) {
  const at = `/v1/public/${segment(slug)}`;
  const ask = <T>(method: 'GET' | 'POST' | 'PATCH', what: string, body?: unknown, ifMatch = '') =>
    call<T>(method, `${at}/my-data${what}`, { bearer, body, ifMatch });
  return {
    read: () => ask<MyData>('GET', ''),
    correct: (body: Correction, version: string) => ask<MyData>('PATCH', '', body, version),
    stop: (purpose: Purpose) => ask('POST', '/consents', { purpose, granted: false }),
    restrict: () => ask('POST', '/restriction', { reason: 'accuracy' }),
    object: () => ask('POST', '/objection'),
    erase: () => ask<Schemas['ErasingOut']>('POST', '/erasure'),
    startExport: () => ask('POST', '/export'),
    export: () => ask<Schemas['MyExportOut']>('GET', '/export'),
    file: (link: string) => download(`${at}/extract/file`, {}, { method: 'POST', bearer: link }),
  };
}

export type HolderApi = ReturnType<typeof holderApi>;
export type DataApi = ReturnType<typeof dataApi>;
