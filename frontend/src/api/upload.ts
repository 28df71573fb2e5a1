import { type Answer, headersOf, readAnswer } from './http';
import { NetworkProblem } from './problems';

interface Upload {
  method: 'POST' | 'PUT';
  path: string;
  file: Blob;
  headers?: Record<string, string>;
  /** How much has left, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** Sends a file and tells how far it is, which `fetch` cannot. */
export async function upload<T>(order: Upload): Promise<Answer<T>> {
  return readAnswer<T>(await send(order));
}

function send({ method, path, file, headers, onProgress }: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    for (const [name, value] of headersOf(method, {})) request.setRequestHeader(name, value);
    for (const [name, value] of Object.entries(headers ?? {})) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(responseOf(request));
    request.onerror = () =>
      reject(new NetworkProblem(navigator.onLine === false ? 'offline' : 'unreachable'));
    request.onabort = () => reject(new NetworkProblem('aborted'));
    // Without a time-out: a large file on a slow line takes as long as it takes, and shows it.
    request.send(file);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ['ETag', 'Retry-After']) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  // An answer without content must not be given any.
  const body = request.status === 204 ? null : request.responseText;
  return new Response(body, { status: request.status, headers });
}
