import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';

import { renderApp } from 'src/test/render-app';
import { jsonResponse, stubApi } from 'src/test/stub-api';
import { showToast, useToasts } from 'src/lib/toasts';

import { matches } from './command-palette';

beforeEach(() => {
  stubApi(({ url }) =>
    url.pathname.endsWith('/count')
      ? jsonResponse({ count: 0, kind: 'exact' })
      : jsonResponse({ data: [], pagination: { nextCursor: null } }),
  );
});

const commands = () => screen.getByRole('listbox', { name: 'Commands' });

async function openApp() {
  renderApp('/');
  await screen.findByRole('heading', { name: 'Conversations' });
  return userEvent.setup();
}

describe('the command palette', () => {
  it('opens by keyboard, finds by a few letters and goes there', async () => {
    const user = await openApp();
    await user.keyboard('{Control>}k{/Control}');

    const field = await screen.findByRole('combobox', { name: 'Command' });
    await user.type(field, 'gset');
    expect(within(commands()).getByRole('option', { selected: true })).toHaveTextContent('Go to Settings');
    await user.keyboard('{Enter}');

    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeInTheDocument();
    expect(screen.queryByRole('combobox', { name: 'Command' })).not.toBeInTheDocument();
  });

  it('moves through what it found with the arrows, round at the ends', async () => {
    const user = await openApp();
    await user.click(screen.getByRole('button', { name: /^Search commands/ }));
    await screen.findByRole('combobox', { name: 'Command' });
    const options = within(commands()).getAllByRole('option');

    await user.keyboard('{ArrowUp}');
    expect(options.at(-1)).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowDown}');
    expect(options[0]).toHaveAttribute('aria-selected', 'true');
  });

  it('says when nothing has these letters', async () => {
    const user = await openApp();
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Command' }), 'zzz');

    expect(screen.getByText('No command has these letters.')).toBeInTheDocument();
  });

  it.each([
    ['Go to Conversations', 'cnv', true],
    ['Go to Conversations', 'GO C', true],
    ['Go to Conversations', 'vnc', false],
    ['Go to Conversations', '', true],
  ])('%s has the letters of "%s": %s', (label, typed, expected) => {
    expect(matches(label, typed)).toBe(expected);
  });
});

it('G and a letter goes to a screen, the letter alone does not', async () => {
  const user = await openApp();

  await user.keyboard(',');
  expect(screen.queryByRole('heading', { name: 'Settings' })).not.toBeInTheDocument();
  await user.keyboard('g,');

  expect(await screen.findByRole('heading', { name: 'Settings' })).toBeInTheDocument();
});

it('? shows the shortcuts, but not while one types', async () => {
  const user = await openApp();

  await user.click(screen.getByRole('searchbox'));
  await user.keyboard('?');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();

  await user.click(document.body);
  await user.keyboard('?');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(sheet).getByRole('region', { name: 'Review' })).toHaveTextContent('Approve');
});

it('says when the network is gone and when it is back', async () => {
  await openApp();
  const setOnline = (isOnline: boolean) => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => isOnline });
    act(() => { window.dispatchEvent(new Event(isOnline ? 'online' : 'offline')); });
  };

  setOnline(false);
  expect(screen.getByText(/You are offline/)).toBeInTheDocument();
  setOnline(true);
  expect(screen.queryByText(/You are offline/)).not.toBeInTheDocument();
});

it('shows messages of any screen', async () => {
  await openApp();

  act(() => { showToast({ title: '34 approved' }); });

  expect(await screen.findByText('34 approved')).toBeInTheDocument();
  useToasts.setState({ toasts: [] });
});

it('settings hold at once and in the next visit', async () => {
  renderApp('/settings');
  const user = userEvent.setup();

  await user.click(await screen.findByRole('radio', { name: 'Dark' }));
  await user.click(screen.getByRole('radio', { name: 'Dense' }));

  expect(localStorage.getItem('parley.theme')).toBe('dark');
  expect(JSON.parse(localStorage.getItem('parley.settings') ?? '{}')).toMatchObject({ density: 'dense' });
});
