import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

import { jsonResponse, problemResponse, stubApi } from 'src/test/stub-api';

import { getJson, remove, sendJson } from './api-client';
import { ApiError } from './problem';
import { readToken, storeToken } from './session';

const schema = z.object({ count: z.number() });

function getCount(signal = new AbortController().signal) {
  return getJson('/api/conversations/count', new URLSearchParams({ search: 'tax' }), schema, signal);
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) {
    throw new Error('expected an ApiError', { cause: error });
  }
  return error;
}

describe('getJson', () => {
  it('sends the query and the bearer token', async () => {
    storeToken('eyJ.e30.c2ln');
    const calls = stubApi(() => jsonResponse({ count: 3 }));

    await expect(getCount()).resolves.toEqual({ count: 3 });

    expect(calls.map(({ url, authorization }) => [url.pathname + url.search, authorization])).toEqual([
      ['/api/conversations/count?search=tax', 'Bearer eyJ.e30.c2ln'],
    ]);
  });

  it('reports the title and detail of a problem document', async () => {
    stubApi(() => problemResponse(400, 'Invalid cursor', 'The cursor belongs to another filter.'));

    const error = await errorOf(getCount());

    expect(error).toMatchObject({ status: 400, title: 'Invalid cursor', detail: 'The cursor belongs to another filter.', isTransient: false });
  });

  it('names every field that a problem document names', async () => {
    const errors = [
      { field: 'limit', code: 'range', message: 'must be from 1 to 100' },
      { field: 'tier', code: 'unknown', message: 'is no tier' },
    ];
    stubApi(() => Response.json({ title: 'Invalid parameters', errors }, { status: 400 }));

    expect((await errorOf(getCount())).detail).toBe('limit: must be from 1 to 100 · tier: is no tier');
  });

  it('has words for a failure that is no problem document', async () => {
    stubApi(() => new Response('<html>Bad Gateway</html>', { status: 502 }));

    expect(await errorOf(getCount())).toMatchObject({ status: 502, title: 'The server answered 502', isTransient: true });
  });

  it('reports an unreachable server as transient', async () => {
    stubApi(() => Promise.reject(new TypeError('Failed to fetch')));

    expect(await errorOf(getCount())).toMatchObject({ status: 0, title: 'The server cannot be reached', isTransient: true });
  });

  it('refuses an answer that breaks the contract', async () => {
    stubApi(() => jsonResponse({ count: 'three' }));

    expect(await errorOf(getCount())).toMatchObject({ title: 'The server gave an unexpected answer' });
  });

  it('rejects with AbortError when it is no longer wanted', async () => {
    stubApi(() => new Promise<Response>(() => undefined));
    const controller = new AbortController();

    const pending = getCount(controller.signal);
    controller.abort();

    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends the session when its token is refused', async () => {
    storeToken('eyJ.old.c2ln');
    stubApi(() => problemResponse(401, 'Unauthorized', 'The token has expired.'));

    await errorOf(getCount());

    expect(readToken()).toBeNull();
  });

  it('keeps a newer session when an earlier token is refused late', async () => {
    storeToken('eyJ.old.c2ln');
    stubApi(() => {
      storeToken('eyJ.new.c2ln');
      return problemResponse(401, 'Unauthorized', 'The token has expired.');
    });

    await errorOf(getCount());

    expect(readToken()).toBe('eyJ.new.c2ln');
  });
});

describe('a write', () => {
  it('sends JSON with the version it is meant for', async () => {
    const calls = stubApi(() => jsonResponse({ count: 1 }));

    await sendJson('PATCH', '/api/conversations/1', { title: 'Tax' }, schema, { version: 3 });

    expect(calls.map(({ method, body, headers }) => [method, body, headers.get('if-match')])).toEqual([['PATCH', { title: 'Tax' }, '"3"']]);
  });

  it('tells what is there now after a conflict', async () => {
    stubApi(() => Response.json({ title: 'It was changed meanwhile', current: { count: 4 } }, { status: 412 }));

    expect(await errorOf(remove('/api/conversations/1', { version: 3 }))).toMatchObject({ status: 412, current: { count: 4 } });
  });

  it('makes what is read next at least as new as itself', async () => {
    const calls = stubApi(({ method }) =>
      method === 'DELETE' ? new Response(null, { status: 204, headers: { 'x-generation': 'abc' } }) : jsonResponse({ count: 2 }),
    );

    await remove('/api/conversations/1');
    await getCount();

    expect(calls.map(({ headers }) => headers.get('x-generation'))).toEqual([null, 'abc']);
  });
});
