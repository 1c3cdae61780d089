import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';

import { renderApp } from 'src/test/render-app';
import { jsonResponse, problemResponse } from 'src/test/stub-api';

// Compiled before the first test rather than in it.
import './conversations-page';
import { resetTableState } from '../hooks/table-store';
import { conversation, isCount, listCalls, page, stubList } from './stub-list';

beforeEach(resetTableState);

const dataRows = () => screen.getAllByRole('row').slice(1);

describe('the list', () => {
  it('shows what the API answers, and the total', async () => {
    stubList(() => jsonResponse(page(0, 3, { data: [conversation(1), conversation(2, { qualityScore: null, title: null })] })));
    renderApp('/');

    await screen.findByText('Conversation 1');
    const row = screen.getByRole('row', { name: /Conversation 1/ });
    expect(within(row).getAllByRole('gridcell').map((cell) => cell.textContent)).toEqual(
      expect.arrayContaining(['Approved', 'Template', '8.3', '6']),
    );
    expect(screen.getByRole('row', { name: /Untitled.*Not scored/ })).toBeVisible();
    expect(await screen.findByText('3 conversations')).toHaveAttribute('role', 'status');
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '4');
  });

  it('says that an estimated total is one, and gives no row count for it', async () => {
    stubList(() => jsonResponse(page(0, 3)), { count: 12_400, kind: 'estimated' });
    renderApp('/');

    expect(await screen.findByText('about 12,400 conversations')).toBeVisible();
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '-1');
  });

  it('asks for what the URL says', async () => {
    const calls = stubList(() => jsonResponse(page(0, 1)));
    renderApp('/?search=tax&status=approved,failed&tier=scenario&sort_by=title&sort_dir=asc');

    await screen.findByText('Conversation 0');
    expect(listCalls(calls)[0]?.url.search).toBe(
      '?search=tax&status=approved&status=failed&tier=scenario&sort_by=title&sort_dir=asc&limit=100',
    );
    expect(calls.find(isCount)?.url.search).toBe('?search=tax&status=approved&status=failed&tier=scenario');
  });

  it('renders a bounded number of rows', async () => {
    stubList(() => jsonResponse(page(0, 100)));
    renderApp('/');

    await screen.findByText('Conversation 0');
    expect(dataRows().length).toBeLessThanOrEqual(60);
  });

  it('loads the next page by the cursor of the last one when one nears its end', async () => {
    const calls = stubList(({ url }) => jsonResponse(url.searchParams.has('cursor') ? page(100, 100, { prevCursor: 'first' }) : page(0, 100, { nextCursor: 'second' })));
    renderApp('/');
    await screen.findByText('Conversation 0');
    expect(listCalls(calls)).toHaveLength(1);

    screen.getByRole('grid').scrollTo({ top: 44 * 80 });

    await waitFor(() => { expect(listCalls(calls).map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, 'second']); });
  });

  it('keeps its rows when the next page fails, and retries on demand', async () => {
    let failures = 0;
    stubList(({ url }) => {
      if (!url.searchParams.has('cursor')) {
        return jsonResponse(page(0, 20, { nextCursor: 'second' }));
      }
      failures += 1;
      return failures === 1 ? problemResponse(500, 'Internal error', 'Try again.') : jsonResponse(page(20, 5, { prevCursor: 'first' }));
    });
    renderApp('/');

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Internal error. Try again.');
    expect(screen.getByText('Conversation 0')).toBeVisible();
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));

    expect(await screen.findByText('Conversation 20')).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('order', () => {
  it('follows a click on a header, and turns round with the next', async () => {
    const calls = stubList(() => jsonResponse(page(0, 3)));
    renderApp('/');
    const quality = await screen.findByRole('button', { name: 'Quality' });

    await userEvent.click(quality);
    expect(await screen.findByRole('columnheader', { name: 'Quality' })).toHaveAttribute('aria-sort', 'descending');
    await userEvent.click(quality);

    await waitFor(() => { expect(screen.getByRole('columnheader', { name: 'Quality' })).toHaveAttribute('aria-sort', 'ascending'); });
    expect(window.location.search).toBe('?sort_by=quality_score&sort_dir=asc');
    expect(listCalls(calls).at(-1)?.url.searchParams.get('sort_dir')).toBe('asc');
    expect(calls.filter(isCount)).toHaveLength(1);
  });
});

describe('filters', () => {
  it('change the URL and the rows, and can be taken away one by one', async () => {
    stubList(({ url }) => jsonResponse(url.searchParams.has('status') ? page(50, 1) : page(0, 1)));
    renderApp('/');
    await screen.findByText('Conversation 0');

    await userEvent.click(screen.getByLabelText('Failed'));
    expect(await screen.findByText('Conversation 50')).toBeVisible();
    expect(window.location.search).toBe('?status=failed');

    await userEvent.click(screen.getByRole('button', { name: 'Remove filter Failed' }));
    expect(await screen.findByText('Conversation 0')).toBeVisible();
    expect(window.location.search).toBe('');
  });

  it('that select nothing offer to be cleared', async () => {
    stubList(({ url }) => jsonResponse(url.searchParams.has('search') ? page(0, 0) : page(0, 1)));
    renderApp('/?search=nothing');

    await userEvent.click(await screen.findByRole('button', { name: 'Clear filters' }));

    expect(await screen.findByText('Conversation 0')).toBeVisible();
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });
});

describe('search', () => {
  it('asks once for what was typed, and keeps the earlier rows meanwhile', async () => {
    let answerSearch: (response: Response) => void = () => undefined;
    const calls = stubList(({ url }) =>
      url.searchParams.has('search') ? new Promise((resolve) => { answerSearch = resolve; }) : jsonResponse(page(0, 1)),
    );
    renderApp('/');
    await screen.findByText('Conversation 0');

    await userEvent.type(screen.getByRole('searchbox'), 'tax');

    expect(await screen.findByText('Searching…')).toBeVisible();
    expect(screen.getByText('Conversation 0')).toBeVisible();
    expect(screen.getByRole('grid')).toHaveAttribute('aria-busy', 'true');
    expect(listCalls(calls).map(({ url }) => url.searchParams.get('search'))).toEqual([null, 'tax']);
    answerSearch(jsonResponse(page(7, 1)));
    expect(await screen.findByText('Conversation 7')).toBeVisible();
    expect(screen.queryByText('Searching…')).not.toBeInTheDocument();
  });

  it('aborts a request that is no longer wanted', async () => {
    const calls = stubList(({ url }) =>
      url.searchParams.get('search') === 'tax' ? new Promise<Response>(() => undefined) : jsonResponse(page(0, 1)),
    );
    renderApp('/');
    await screen.findByText('Conversation 0');
    const field = screen.getByRole('searchbox');

    await userEvent.type(field, 'tax');
    await screen.findByText('Searching…');
    await userEvent.type(field, 'es');

    await waitFor(() => { expect(listCalls(calls).map(({ signal }) => signal.aborted)).toEqual([false, true, false]); });
  });

  it('has the focus after /', async () => {
    stubList(() => jsonResponse(page(0, 1)));
    renderApp('/');
    await screen.findByText('Conversation 0');

    await userEvent.keyboard('/');

    expect(screen.getByRole('searchbox')).toHaveFocus();
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });
});

describe('keyboard', () => {
  const focusedRow = () => document.activeElement?.getAttribute('aria-rowindex');

  it.each([
    ['the first row', 'j', '2'],
    ['the next row', 'jj{ArrowDown}', '4'],
    ['back up', 'jjjk{ArrowUp}', '2'],
    ['the last row', 'j{End}', '21'],
    ['the first row again', 'j{End}{Home}', '2'],
    ['no further than the ends', 'jkkk', '2'],
  ])('reaches %s with %s', async (_, keys, expected) => {
    stubList(() => jsonResponse(page(0, 20)));
    renderApp('/');
    await screen.findByText('Conversation 0');

    await userEvent.keyboard(keys);

    expect(focusedRow()).toBe(expected);
  });

  it('leaves one row in the tab order', async () => {
    stubList(() => jsonResponse(page(0, 20)));
    renderApp('/');
    await screen.findByText('Conversation 0');

    await userEvent.keyboard('jjj');

    expect(dataRows().filter((row) => row.tabIndex === 0).map((row) => row.getAttribute('aria-rowindex'))).toEqual(['4']);
  });

  it('types letters into the search field instead of moving', async () => {
    stubList(() => jsonResponse(page(0, 20)));
    renderApp('/');
    await screen.findByText('Conversation 0');

    await userEvent.type(screen.getByRole('searchbox'), 'jk');

    expect(screen.getByRole('searchbox')).toHaveValue('jk');
    expect(screen.getByRole('searchbox')).toHaveFocus();
  });
});

describe('a failing API', () => {
  it('is explained by its problem document, and asked again on Retry', async () => {
    let isDown = true;
    stubList(() => (isDown ? problemResponse(500, 'Internal error', 'The log has the details.') : jsonResponse(page(0, 1))));
    renderApp('/');

    const alert = await screen.findByRole('alert');
    expect(within(alert).getByRole('heading', { name: 'Internal error' })).toBeVisible();
    expect(alert).toHaveTextContent('The log has the details.');
    isDown = false;
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));

    expect(await screen.findByText('Conversation 0')).toBeVisible();
  });
});

it('an empty database is told how to be filled', async () => {
  stubList(() => jsonResponse(page(0, 0)));
  renderApp('/');

  expect(await screen.findByRole('heading', { name: 'No conversations yet' })).toBeVisible();
});

it('the theme is chosen by its button and kept', async () => {
  stubList(() => jsonResponse(page(0, 1)));
  renderApp('/');

  await userEvent.click(await screen.findByRole('button', { name: 'Theme: system' }));

  expect(await screen.findByRole('button', { name: 'Theme: light' })).toBeVisible();
  expect(localStorage.getItem('parley.theme')).toBe('light');
});
