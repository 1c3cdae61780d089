/**
 * The one place that calls the API: adds the token, checks every answer against its schema and turns every failure into an `ApiError`.
 * An aborted request rejects with the browser's `AbortError`, as TanStack Query expects.
 *
 * A write answers with the generation it began (`X-Generation`). It is sent along with whatever is read next, so that no cache on the way answers with
 * something older than this tab's own writes.
 */
import type * as z from 'zod/mini';

import { errorFromResponse, unexpectedAnswerError, unreachableError } from './problem';
import { clearToken, readToken } from './session';

const GENERATION_HEADER = 'x-generation';

let lastGeneration: string | null = null;

export type WriteMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface WriteOptions {
  /** The version that the write is meant for; the API refuses it with 412 where the row has another by now. */
  version?: number;
  signal?: AbortSignal;
}

/**
 * GETs `path` and parses its JSON.
 * @throws ApiError for a failure code, an unreachable server or an answer that breaks the contract.
 */
export async function getJson<T>(path: string, query: URLSearchParams, schema: z.ZodMiniType<T>, signal: AbortSignal): Promise<T> {
  const url = query.size > 0 ? `${path}?${query.toString()}` : path;
  return parse(await request(url, { signal }), schema, signal);
}

/**
 * Writes `body` as JSON and parses the answer.
 * @throws ApiError as `getJson` does.
 */
export async function sendJson<T>(
  method: WriteMethod,
  path: string,
  body: unknown,
  schema: z.ZodMiniType<T>,
  { version, signal }: WriteOptions = {},
): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (version !== undefined) {
    headers['if-match'] = `"${version}"`;
  }
  return parse(await request(path, { method, headers, body: JSON.stringify(body), signal: signal ?? null }), schema, signal);
}

/**
 * DELETEs `path`.
 * @throws ApiError as `getJson` does.
 */
export async function remove(path: string, { version, signal }: WriteOptions = {}): Promise<void> {
  const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` };
  await request(path, { method: 'DELETE', headers, signal: signal ?? null });
}

/**
 * Any request with the token and the generation of this tab's last write; only for what the functions above do not cover, such as a file.
 * @throws ApiError for a failure code or an unreachable server.
 */
export async function request(url: string, init: RequestInit): Promise<Response> {
  const headers = requestHeaders(init.headers);
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers });
  } catch (error) {
    init.signal?.throwIfAborted();
    throw error instanceof TypeError ? unreachableError() : error;
  }
  return settle(response, headers);
}

/** The headers of every request: the given ones, the token and the generation of this tab's last write. */
export function requestHeaders(given?: HeadersInit): Headers {
  const headers = new Headers({ accept: 'application/json', ...Object.fromEntries(new Headers(given)) });
  const token = readToken();
  if (token !== null) {
    headers.set('authorization', bearer(token));
  }
  if (lastGeneration !== null) {
    headers.set(GENERATION_HEADER, lastGeneration);
  }
  return headers;
}

/**
 * What every answer is held to, by whatever way it came: takes over its generation, ends the session that a 401 is about.
 * @throws ApiError for a failure code.
 */
export async function settle(response: Response, sent: Headers): Promise<Response> {
  lastGeneration = response.headers.get(GENERATION_HEADER) ?? lastGeneration;
  if (!response.ok) {
    const token = readToken();
    // A slow 401 for an earlier token must not end the session of a newer one.
    if (response.status === 401 && token !== null && sent.get('authorization') === bearer(token)) {
      clearToken();
    }
    throw await errorFromResponse(response);
  }
  return response;
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}

/** @throws ApiError where the body is not what the contract says. */
export async function parse<T>(response: Response, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<T> {
  const body: unknown = await response.json().catch(() => {
    signal?.throwIfAborted();
    return undefined;
  });
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw unexpectedAnswerError(response.status);
  }
  return parsed.data;
}
