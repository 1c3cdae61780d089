import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';

import { useToasts } from 'src/lib/toasts';
import { renderApp } from 'src/test/render-app';
import { type ApiCall, jsonResponse, problemResponse, stubApi } from 'src/test/stub-api';

const REVIEWER = `eyJ.${btoa('{"role":"reviewer"}').replaceAll('=', '')}.c2ln`;

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function conversation(number: number) {
  return {
    id: idOf(number),
    title: `Conversation ${number}`,
    persona: 'Ada',
    emotion: 'calm',
    tier: 'template',
    status: 'pending_review',
    qualityScore: 8.5,
    totalTurns: 2,
    category: [],
    version: 1,
    createdAt: '2026-11-20T08:00:00.000000Z',
    updatedAt: '2026-11-20T08:00:00.000000Z',
  };
}

function detail(number: number) {
  return {
    ...conversation(number),
    parameters: {},
    templateId: null,
    scenarioId: null,
    edgeCaseId: null,
    createdBy: 'demo',
    reviewHistory: [],
    turns: [
      { turnNumber: 1, role: 'user', content: `Question ${number}?`, tokenCount: null },
      { turnNumber: 2, role: 'assistant', content: `Answer ${number}.`, tokenCount: null },
    ],
  };
}

interface Stub {
  waiting?: number;
  decide?: (call: ApiCall) => Response | Promise<Response>;
}

/** A queue of conversations 1, 2, 3, …; every decision works unless told otherwise. */
function stubQueue({ waiting = 6, decide }: Stub = {}) {
  let batches = 0;
  const changed = ({ body }: ApiCall) => {
    const { selection } = body as { selection: { ids: string[] } };
    batches += 1;
    return jsonResponse({ batchId: `batch-${batches}`, items: selection.ids.map((id) => ({ id, outcome: 'changed' })) });
  };
  return stubApi((call) => {
    const { pathname } = call.url;
    if (pathname.endsWith('/undo')) {
      return jsonResponse({ batchId: 'undone' });
    }
    if (pathname === '/api/conversations/bulk') {
      return (decide ?? changed)(call);
    }
    if (pathname === '/api/conversations/count') {
      return jsonResponse({ count: waiting, kind: 'exact' });
    }
    if (pathname === '/api/conversations') {
      return jsonResponse({ data: Array.from({ length: waiting }, (_, index) => conversation(index + 1)), pagination: { nextCursor: null } });
    }
    return jsonResponse(detail(Number(pathname.slice(-12))));
  });
}

const decisionsOf = (calls: ApiCall[]) => calls.filter(({ url }) => url.pathname === '/api/conversations/bulk').map(({ body }) => body);
const shown = (number: number) => screen.findByRole('article', { name: `Conversation ${number}` });

async function openQueue(path = '/review') {
  renderApp(path, { token: REVIEWER });
  await shown(1);
  return userEvent.setup();
}

afterEach(() => {
  useToasts.setState({ toasts: [] });
});

it('shows what waits longest, under the filters of the URL', async () => {
  const calls = stubQueue();
  await openQueue('/review?tier=edge_case&quality_min=8');

  expect(await screen.findByText('Answer 1.')).toBeInTheDocument();
  const list = calls.find(({ url }) => url.pathname === '/api/conversations');
  expect(Object.fromEntries(list?.url.searchParams ?? [])).toMatchObject({
    status: 'pending_review',
    tier: 'edge_case',
    quality_min: '8',
    sort_by: 'created_at',
    sort_dir: 'asc',
  });
});

it('has the next three before they are looked at', async () => {
  const calls = stubQueue();
  await openQueue();

  const read = () => calls.map(({ url }) => url.pathname).filter((path) => path.includes('/0000'));
  await waitFor(() => { expect(read().toSorted()).toEqual([1, 2, 3, 4].map((number) => `/api/conversations/${idOf(number)}`)); });
});

it('A approves and the next is there at once', async () => {
  const calls = stubQueue({ decide: () => new Promise<Response>(() => undefined) });
  const user = await openQueue();

  await user.keyboard('a');

  expect(await shown(2)).toBeInTheDocument();
  expect(decisionsOf(calls)).toEqual([{ action: 'approve', selection: { ids: [idOf(1)] } }]);
  expect(screen.getByText('1 reviewed, 5 left')).toBeInTheDocument();
});

it('R and a digit rejects for that reason', async () => {
  const calls = stubQueue();
  const user = await openQueue();

  await user.keyboard('r');
  await screen.findByRole('dialog', { name: 'Reject for what reason?' });
  await user.keyboard('2');

  expect(await shown(2)).toBeInTheDocument();
  expect(decisionsOf(calls)).toEqual([{ action: 'reject', reason: 'off_topic', selection: { ids: [idOf(1)] } }]);
});

it('digits in a note are a note', async () => {
  const calls = stubQueue();
  const user = await openQueue();

  await user.keyboard('r');
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'turn 3');
  await user.click(within(dialog).getByRole('button', { name: 'Incomplete or cut off' }));

  await shown(2);
  expect(decisionsOf(calls)).toEqual([{ action: 'reject', reason: 'incomplete', note: 'turn 3', selection: { ids: [idOf(1)] } }]);
});

it('V sends back with a note', async () => {
  const calls = stubQueue();
  const user = await openQueue();

  await user.keyboard('v');
  await user.type(await screen.findByRole('textbox', { name: 'Note' }), 'Too short');
  await user.click(screen.getByRole('button', { name: 'Send back' }));

  await shown(2);
  expect(decisionsOf(calls)).toEqual([{ action: 'needs_revision', note: 'Too short', selection: { ids: [idOf(1)] } }]);
});

it('U takes back one decision after the other', async () => {
  const calls = stubQueue();
  const user = await openQueue();
  await user.keyboard('a');
  await shown(2);
  await user.keyboard('a');
  await shown(3);

  await waitFor(() => { expect(screen.getByRole('button', { name: /^Undo/ })).toBeEnabled(); });
  await user.keyboard('u');
  await shown(2);
  await waitFor(() => { expect(screen.getByRole('button', { name: /^Undo/ })).toBeEnabled(); });
  await user.keyboard('u');
  await shown(1);

  expect(calls.map(({ url }) => url.pathname).filter((path) => path.endsWith('/undo'))).toEqual([
    '/api/conversations/bulk/batch-2/undo',
    '/api/conversations/bulk/batch-1/undo',
  ]);
});

it('S skips without deciding', async () => {
  const calls = stubQueue();
  const user = await openQueue();

  await user.keyboard('s');

  expect(await shown(2)).toBeInTheDocument();
  expect(decisionsOf(calls)).toEqual([]);
});

describe('a decision that fails', () => {
  it('brings the conversation back with the reason, and Retry decides it', async () => {
    let isDown = true;
    stubQueue({
      decide: ({ body }) => {
        const { selection } = body as { selection: { ids: string[] } };
        return isDown ? problemResponse(503, 'The service cannot answer right now', 'Try again shortly.') : jsonResponse({ batchId: 'b', items: selection.ids.map((id) => ({ id, outcome: 'changed' })) });
      },
    });
    const user = await openQueue();
    await user.keyboard('a');

    expect(await screen.findByRole('alert')).toHaveTextContent('“Conversation 1” is back');
    expect(await shown(1)).toBeInTheDocument();
    isDown = false;
    await user.click(screen.getByRole('button', { name: 'Retry' }));

    expect(await shown(2)).toBeInTheDocument();
  });

  it('is said where somebody else was first, and the conversation stays away', async () => {
    stubQueue({ decide: () => jsonResponse({ batchId: 'b', items: [{ id: idOf(1), outcome: 'refused', reason: 'it is rejected already' }] }) });
    const user = await openQueue();
    await user.keyboard('a');

    expect(await screen.findByRole('alert')).toHaveTextContent('it is rejected already');
    expect(await shown(2)).toBeInTheDocument();
  });
});

it('says when nothing waits', async () => {
  stubQueue({ waiting: 0 });
  renderApp('/review', { token: REVIEWER });

  expect(await screen.findByText('Nothing waits for review')).toBeInTheDocument();
});
