/**
 * The one place that calls the API: adds the token, checks every answer against its schema and turns every failure into an `ApiError`.
 * An aborted request rejects with the browser's `AbortError`, as TanStack Query expects.
 */
import type * as z from 'zod/mini';

import { errorFromResponse, unexpectedAnswerError, unreachableError } from './problem';
import { clearToken, readToken } from './session';

/**
 * GETs `path` and parses its JSON.
 * @throws ApiError for a failure code, an unreachable server or an answer that breaks the contract.
 */
export async function getJson<T>(path: string, query: URLSearchParams, schema: z.ZodMiniType<T>, signal: AbortSignal): Promise<T> {
  const token = readToken();
  const headers = new Headers({ accept: 'application/json' });
  if (token !== null) {
    headers.set('authorization', `Bearer ${token}`);
  }
  const url = query.size > 0 ? `${path}?${query.toString()}` : path;
  let response: Response;
  try {
    response = await fetch(url, { headers, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof TypeError ? unreachableError() : error;
  }
  if (!response.ok) {
    // A slow 401 for an earlier token must not end the session of a newer one.
    if (response.status === 401 && readToken() === token) {
      clearToken();
    }
    throw await errorFromResponse(response);
  }
  const body: unknown = await response.json().catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw unexpectedAnswerError(response.status);
  }
  return parsed.data;
}
