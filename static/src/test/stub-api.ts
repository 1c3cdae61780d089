import { vi } from 'vitest';

/** What the API was asked: path with query, token, and whether the caller has given up since. */
export interface ApiCall {
  url: URL;
  authorization: string | null;
  signal: AbortSignal;
}

type Answer = (call: ApiCall) => Response | Promise<Response>;

/** Puts `answer` in the place of the network. Returns the calls as they come in; one that is aborted rejects, as `fetch` does. */
export function stubApi(answer: Answer): ApiCall[] {
  const calls: ApiCall[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit & { signal: AbortSignal }) => {
    const { signal } = init;
    const call = { url: new URL(path, window.location.origin), authorization: new Headers(init.headers).get('authorization'), signal };
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
