import { vi } from 'vitest';

/** What the API was asked: path with query, token, and whether the caller has given up since. */
export interface ApiCall {
  method: string;
  url: URL;
  headers: Headers;
  /** What was sent, as JSON; undefined where nothing was. */
  body: unknown;
  authorization: string | null;
  signal: AbortSignal;
}

type Answer = (call: ApiCall) => Response | Promise<Response>;

/** Puts `answer` in the place of the network. Returns the calls as they come in; one that is aborted rejects, as `fetch` does. */
export function stubApi(answer: Answer): ApiCall[] {
  const calls: ApiCall[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const signal = init.signal ?? new AbortController().signal;
    const headers = new Headers(init.headers);
    const call = {
      method: init.method ?? 'GET',
      url: new URL(path, window.location.origin),
      headers,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      authorization: headers.get('authorization'),
      signal,
    };
    calls.push(call);
    return new Promise<Response>((resolve, reject) => {
      signal.addEventListener('abort', () => { reject(signal.reason as Error); });
      Promise.resolve(answer(call)).then(resolve, reject);
    });
  });
  return calls;
}

export function jsonResponse(body: unknown): Response {
  return Response.json(body);
}

export function problemResponse(status: number, title: string, detail: string): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
