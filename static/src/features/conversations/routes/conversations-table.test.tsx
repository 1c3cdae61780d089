import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { useSettings } from 'src/lib/settings';
import { renderApp } from 'src/test/render-app';
import { type ApiCall, jsonResponse, problemResponse } from 'src/test/stub-api';

import '../components/bulk-bar';
import { COLUMNS } from '../components/columns';
import '../components/conversation-panel';
import { resetTableState } from '../hooks/table-store';
import './conversations-page';
import { conversation, longList, stubList } from './stub-list';

beforeEach(() => {
  resetTableState();
  useSettings.setState(useSettings.getInitialState(), true);
});

const MILLION = { count: 1_000_000, kind: 'exact' };
const REVIEWER = `eyJhbGciOiJIUzI1NiJ9.${btoa('{"role":"reviewer"}').replaceAll('=', '')}.c2ln`;

const shown = async (number: number) => screen.findByText(`Conversation ${number}`);

function scrollTo(top: number) {
  act(() => { screen.getByRole('grid').scrollTo({ top }); });
}

function detail(index: number, change: object = {}) {
  return {
    ...conversation(index),
    parameters: {},
    templateId: null,
    scenarioId: null,
    edgeCaseId: null,
    createdBy: 'somebody',
    turns: [
      { turnNumber: 1, role: 'user', content: 'How do I begin to save?', tokenCount: 6 },
      { turnNumber: 2, role: 'assistant', content: 'With what your employer adds.', tokenCount: null },
    ],
    reviewHistory: [],
    ...change,
  };
}

describe('a million rows', () => {
  it('are reached in the middle by their rank', async () => {
    const calls = stubList(longList(1_000_000), MILLION);
    renderApp('/');
    await shown(0);
    await screen.findByText('1,000,000 conversations');

    scrollTo(4_000_000);

    await waitFor(() => { expect(calls.some(({ url }) => url.searchParams.has('rank'))).toBe(true); });
    const rank = Number(calls.find(({ url }) => url.searchParams.has('rank'))?.url.searchParams.get('rank'));
    expect(rank / 1_000_000).toBeCloseTo(0.5, 3);
    expect(await shown(rank + 50)).toBeVisible();
    expect(screen.getAllByRole('row').length).toBeLessThanOrEqual(61);
  });

  it('are reached at the end by a key', async () => {
    stubList(longList(1_000_000), MILLION);
    renderApp('/');
    await shown(0);
    await screen.findByText('1,000,000 conversations');

    await userEvent.keyboard('j{End}');

    expect(await shown(999_999)).toBeVisible();
    await waitFor(() => { expect(document.activeElement).toHaveAttribute('aria-rowindex', '1000001'); });
  });

  it('that cannot be jumped through say so, and stay where they are loaded', async () => {
    stubList(longList(1_000_000, { hasRanks: false }), MILLION);
    renderApp('/?status=approved');
    await shown(0);
    await screen.findByText('1,000,000 conversations');

    scrollTo(4_000_000);

    expect(await screen.findByText(/can only be scrolled through/)).toBeVisible();
    expect(await shown(99)).toBeVisible();
  });

  it('are jumped through in another order too, where the API knows their ranks', async () => {
    stubList(longList(1_000_000), MILLION);
    renderApp('/?sort_by=title&persona=Planner');
    await shown(0);
    await screen.findByText('1,000,000 conversations');

    scrollTo(4_000_000);

    await waitFor(() => { expect(screen.getAllByText(/^Conversation 5\d{5}$/).length).toBeGreaterThan(10); });
  });

  it('whose place is refused for another reason say which, and are asked for again on Retry', async () => {
    const list = longList(1_000_000);
    let isRefused = true;
    stubList((call) => (isRefused && call.url.searchParams.has('rank') ? problemResponse(503, 'Unavailable', 'The database cannot be reached.') : list(call)), MILLION);
    renderApp('/');
    await shown(0);
    await screen.findByText('1,000,000 conversations');

    scrollTo(4_000_000);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database cannot be reached.');
    isRefused = false;
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));

    await waitFor(() => { expect(screen.getAllByText(/^Conversation 5\d{5}$/).length).toBeGreaterThan(10); });
  });
});

describe('rows', () => {
  it('are not rendered again when something else changes', async () => {
    stubList(longList(20), { count: 20, kind: 'exact' });
    renderApp('/');
    await shown(0);
    const title = COLUMNS.find(({ id }) => id === 'title');
    if (title === undefined) {
      throw new Error('There is no title column.');
    }
    const drawn = vi.spyOn(title, 'cell');

    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Conversation 3' }));
    await screen.findByText('1 selected');
    await userEvent.click(screen.getByRole('button', { name: 'Theme: system' }));
    act(() => { useSettings.getState().changeSettings({ panelWidth: 600 }); });
    expect(drawn).not.toHaveBeenCalled();

    // They are when it is their columns that change: what is watched above is what draws them.
    act(() => { useSettings.getState().changeSettings({ hiddenColumns: ['tier'] }); });
    expect(drawn).toHaveBeenCalled();
  });
});

describe('facet cards', () => {
  it('show the count of each status, and a click shows that status alone', async () => {
    stubList(longList(5));
    renderApp('/?tier=template');

    await userEvent.click(await screen.findByRole('button', { name: 'Rejected 50' }));

    await waitFor(() => { expect(window.location.search).toBe('?tier=template&status=rejected'); });
    expect(screen.getByRole('button', { name: 'Rejected 50' })).toHaveAttribute('aria-pressed', 'true');
  });
});

describe('plain pages', () => {
  it('step by cursor, and the URL holds the place', async () => {
    stubList(longList(120), { count: 120, kind: 'exact' });
    renderApp('/?view=pages');
    await shown(0);

    await userEvent.click(screen.getByRole('button', { name: 'Next' }));

    expect(await shown(50)).toBeVisible();
    expect(window.location.search).toBe('?view=pages&cursor=50');
    await userEvent.click(screen.getByRole('button', { name: 'Previous' }));
    expect(await shown(0)).toBeVisible();
  });
});

describe('selection', () => {
  const bulkCalls = (calls: ApiCall[]) => calls.filter(({ url }) => url.pathname.startsWith('/api/conversations/bulk')).map(({ url, body }) => [url.pathname, body]);
  const counts = { changed: 2, unchanged: 0, refused: 1, missing: 0 };
  const preview = { matching: 3, counts, refusals: [{ reason: 'a conversation cannot move from archived to approved', count: 1 }] };
  const batch = (body: unknown) => ({
    batchId: (body as { batchId: string }).batchId,
    state: 'finished',
    matching: 3,
    counts: { ...counts, undone: 0, changedSince: 0 },
    items: [{ id: conversation(2).id, outcome: 'refused', reason: 'cannot move' }],
  });
  const answerBulk = ({ url, body }: ApiCall) => {
    if (url.pathname.endsWith('/undo')) {
      return jsonResponse({ ...batch({ batchId: 'x' }), counts: { ...counts, undone: 2, changedSince: 0 } });
    }
    return jsonResponse((body as { dryRun?: boolean }).dryRun === true ? preview : batch(body));
  };

  it('takes single rows by X and a range by Shift+X', async () => {
    stubList(longList(20), { count: 20, kind: 'exact' });
    renderApp('/');
    await shown(0);

    await userEvent.keyboard('jxjjj{Shift>}x{/Shift}');

    expect(await screen.findByText('4 selected')).toHaveAttribute('role', 'status');
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(4);
  });

  it('of chosen rows sends their ids, shows first what would happen, and can be undone', async () => {
    const calls = stubList(longList(20), { count: 20, kind: 'exact' }, answerBulk);
    renderApp('/', { token: REVIEWER });
    await shown(0);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Conversation 0' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Conversation 2' }));

    await userEvent.click(await screen.findByRole('button', { name: 'Approve' }));
    const dialog = await screen.findByRole('dialog', { name: 'Approve the selection' });
    expect(await within(dialog).findByText('2 of 3 conversations will change.')).toBeVisible();
    expect(dialog).toHaveTextContent('1 conversation cannot: a conversation cannot move from archived to approved');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Approve 2' }));
    expect(await within(dialog).findByText('2 conversations changed.')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Undo' }));

    expect(await within(dialog).findByText('2 conversations restored.')).toBeVisible();
    const ids = [conversation(0).id, conversation(2).id];
    expect(bulkCalls(calls).slice(0, 2).map(([, body]) => body)).toEqual([
      { action: 'approve', selection: { ids }, dryRun: true },
      { action: 'approve', selection: { ids }, batchId: expect.any(String) as unknown },
    ]);
  });

  it('of all that match sends the filter and the moment, never ids; a rejection waits for its reason', async () => {
    const calls = stubList(longList(400), { count: 12_400, kind: 'exact' }, answerBulk);
    renderApp('/?status=pending_review&quality_min=8', { token: REVIEWER });
    await shown(0);

    await userEvent.click(screen.getByRole('checkbox', { name: 'Select the loaded conversations' }));
    expect(await screen.findByText('100 selected')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Select all 12,400 matching' }));
    await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
    const confirm = await screen.findByRole('button', { name: 'Reject 2' });
    expect(confirm).toBeDisabled();
    await userEvent.click(screen.getByRole('radio', { name: /Off topic/ }));
    await userEvent.click(confirm);
    await screen.findByText('2 conversations changed.');

    expect(bulkCalls(calls).at(-1)?.[1]).toEqual({
      action: 'reject',
      selection: { filter: { status: ['pending_review'], quality_min: 8 }, asOf: expect.stringMatching(/Z$/) as unknown, maxAffected: 3 },
      reason: 'off_topic',
      batchId: expect.any(String) as unknown,
    });
  });
});

describe('the side panel', () => {
  const waiting = { status: 'pending_review' };
  const list = longList(20, { change: () => waiting });
  const openFirst = async () => {
    renderApp(`/?id=${conversation(0).id}`, { token: REVIEWER });
    return screen.findByRole('complementary', { name: 'Conversation' });
  };

  it('opens by Enter, moves on with J, and closes by Escape', async () => {
    stubList(list, undefined, ({ url }) => jsonResponse(detail(Number(url.pathname.slice(-2)), waiting)));
    renderApp('/');
    await shown(0);

    await userEvent.keyboard('j{Enter}');
    const panel = await screen.findByRole('complementary', { name: 'Conversation' });
    expect(await within(panel).findByText('How do I begin to save?')).toBeVisible();
    expect(window.location.search).toBe(`?id=${conversation(0).id}`);
    await userEvent.keyboard('j');
    await waitFor(() => { expect(window.location.search).toBe(`?id=${conversation(1).id}`); });
    await userEvent.keyboard('{Escape}');

    await waitFor(() => { expect(screen.queryByRole('complementary')).not.toBeInTheDocument(); });
  });

  it('shows an approval at once, and puts the row back with the reason when it fails', async () => {
    let answerChange: (response: Response) => void = () => undefined;
    stubList(list, undefined, ({ method }) =>
      method === 'PATCH' ? new Promise((resolve) => { answerChange = resolve; }) : jsonResponse(detail(0, waiting)),
    );
    const panel = await openFirst();
    const row = await screen.findByRole('row', { name: /Conversation 0/ });

    await userEvent.click(await within(panel).findByRole('button', { name: 'Approve' }));
    await waitFor(() => { expect(row).toHaveTextContent('Approved'); });
    answerChange(problemResponse(422, 'Forbidden move', 'It is archived.'));

    await waitFor(() => { expect(row).toHaveTextContent('Pending review'); });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('It is archived.');
    expect(within(alert).getByRole('button', { name: 'Retry' })).toBeVisible();
  });

  it('shows both sides of a conflict, and writes mine over theirs only when told to', async () => {
    const calls = stubList(list, undefined, ({ method, headers }) => {
      if (method !== 'PATCH') {
        return jsonResponse(detail(0, waiting));
      }
      if (headers.get('if-match') === '"7"') {
        return jsonResponse(detail(0, { status: 'approved', version: 8 }));
      }
      const current = detail(0, { status: 'needs_revision', version: 7 });
      return Response.json({ title: 'Stale version', detail: 'It has version 7.', current }, { status: 412 });
    });
    const panel = await openFirst();
    await userEvent.click(await within(panel).findByRole('button', { name: 'Approve' }));

    const dialog = await screen.findByRole('dialog', { name: 'Somebody else has changed this conversation' });
    expect(within(dialog).getByRole('row', { name: 'Status Approved Needs revision' })).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }));

    await waitFor(() => { expect(calls.filter(({ method }) => method === 'PATCH').map(({ headers }) => headers.get('if-match'))).toEqual(['"1"', '"7"']); });
  });

  it('sends only what was edited, and asks before changes are lost', async () => {
    const calls = stubList(list, undefined, ({ method, body }) => jsonResponse(detail(0, method === 'PATCH' ? (body as object) : waiting)));
    const panel = await openFirst();
    await userEvent.click(await within(panel).findByRole('button', { name: 'Edit' }));
    const title = await within(panel).findByRole('textbox', { name: 'Title' });

    await userEvent.clear(title);
    await userEvent.type(title, 'A better title');
    await userEvent.click(within(panel).getByRole('button', { name: 'Cancel' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Keep editing' }));
    await userEvent.click(within(panel).getByRole('button', { name: 'Save' }));

    await waitFor(() => { expect(calls.find(({ method }) => method === 'PATCH')?.body).toEqual({ title: 'A better title' }); });
    expect(await screen.findByRole('row', { name: /A better title/ })).toBeVisible();
  });

  it('gives a viewer nothing to decide', async () => {
    stubList(list, undefined, () => jsonResponse(detail(0, waiting)));
    renderApp(`/?id=${conversation(0).id}`);

    expect(await screen.findByText('How do I begin to save?')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Edit' })).not.toBeInTheDocument();
  });
});

it('?focus= brings a row into sight, wherever it is, and leaves the URL', async () => {
  stubList(longList(1_000_000), { count: 500_001, kind: 'exact' }, () => jsonResponse(detail(500_000)));
  renderApp(`/?focus=${conversation(500_000).id}`);

  expect(await shown(500_000)).toBeVisible();
  await waitFor(() => { expect(window.location.search).toBe(''); });
});
