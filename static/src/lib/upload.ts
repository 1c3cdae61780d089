/**
 * Sends a file as the body of a request. `XMLHttpRequest`, as `fetch` does not say how much of a body is sent, and takes a stream for one only over HTTP/2.
 */
import type * as z from 'zod/mini';

import { parse, requestHeaders, settle } from './api-client';
import { unreachableError } from './problem';

interface UploadOptions {
  headers: HeadersInit;
  signal: AbortSignal;
  /** Bytes that are sent so far. */
  onProgress: (sentBytes: number) => void;
}

/**
 * POSTs `file` and parses the JSON of the answer.
 * @throws ApiError as every call to the API does; the signal's reason where it was aborted.
 */
export async function upload<T>(url: string, file: Blob, schema: z.ZodMiniType<T>, { headers, signal, onProgress }: UploadOptions): Promise<T> {
  signal.throwIfAborted();
  const sent = requestHeaders(headers);
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    sent.forEach((value, name) => { request.setRequestHeader(name, value); });
    request.upload.onprogress = ({ loaded }) => { onProgress(loaded); };
    request.onload = () => { resolve(responseOf(request)); };
    request.onerror = () => { reject(unreachableError()); };
    request.onabort = () => { reject(signal.reason as Error); };
    signal.addEventListener('abort', () => { request.abort(); }, { once: true });
    request.send(file);
  });
  return parse(await settle(response, sent), schema);
}

function responseOf(request: XMLHttpRequest): Response {
  const lines = request.getAllResponseHeaders().trim().split('\r\n').filter(Boolean);
  const headers = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return new Response(request.responseText, { status: request.status, headers });
}
