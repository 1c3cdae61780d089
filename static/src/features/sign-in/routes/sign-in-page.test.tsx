import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { readToken } from 'src/lib/session';
import { renderApp, TOKEN } from 'src/test/render-app';
import { jsonResponse, problemResponse, stubApi } from 'src/test/stub-api';

const EMPTY_PAGE = { data: [], pagination: { nextCursor: null } };

function emptyApi() {
  return stubApi(({ url }) => jsonResponse(url.pathname.endsWith('/count') ? { count: 0, kind: 'exact' } : EMPTY_PAGE));
}

describe('sign-in', () => {
  it('is asked of whoever has no token, and goes back to where one was', async () => {
    emptyApi();
    renderApp('/?status=approved', { token: null });

    await userEvent.type(await screen.findByRole('textbox', { name: 'Token' }), TOKEN);
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));

    expect(await screen.findByRole('heading', { name: 'Conversations' })).toBeVisible();
    expect(window.location.search).toBe('?status=approved');
    expect(readToken()).toBe(TOKEN);
  });

  it('says what is wrong with a text that is no token', async () => {
    renderApp('/sign-in', { token: null });

    await userEvent.type(await screen.findByRole('textbox', { name: 'Token' }), 'open sesame');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));

    expect(screen.getByRole('alert')).toHaveTextContent('This is not a token.');
    expect(readToken()).toBeNull();
  });

  it('is asked again, with the reason, when the API refuses the token', async () => {
    stubApi(() => problemResponse(401, 'Unauthorized', 'The token has expired.'));
    renderApp('/?tier=scenario');

    expect(await screen.findByRole('alert')).toHaveTextContent('The token was not accepted');
    expect(new URLSearchParams(window.location.search).get('redirect')).toBe('/?tier=scenario');
  });

  it('is skipped by whoever is signed in', async () => {
    emptyApi();
    renderApp('/sign-in?redirect=%2F%3Fstatus%3Ddraft');

    await waitFor(() => { expect(window.location.search).toBe('?status=draft'); });
  });
});
