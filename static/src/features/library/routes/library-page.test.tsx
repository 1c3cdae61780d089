import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { renderApp } from 'src/test/render-app';
import { type ApiCall, jsonResponse, problemResponse, stubApi } from 'src/test/stub-api';

const ID = '11111111-1111-4111-8111-111111111111';
const OTHER_ID = '22222222-2222-4222-8222-222222222222';

/** Tokens whose payload says `admin` and `viewer`. */
const ADMIN = `eyJ.${btoa('{"role":"admin"}').replaceAll('=', '')}.c2ln`;
const VIEWER = `eyJ.${btoa('{"role":"viewer"}').replaceAll('=', '')}.c2ln`;

const row = { id: ID, name: 'Tax return', description: 'Late filing', category: ['tax'], active: true, version: 3, updatedAt: '2026-11-20T08:00:00.000000Z' };
const item = { ...row, body: 'Hello {{name}}, about {{topic}}.', parameters: { name: 'Ada', topic: 'tax' }, usedBy: { conversations: 1200 } };

function page(data: unknown[]) {
  return jsonResponse({ data, pagination: { nextCursor: null, prevCursor: null, hasMore: false, limit: 100, totalCount: data.length, totalKind: 'exact' } });
}

function stubLibrary(write: (call: ApiCall) => Response = () => problemResponse(500, 'Unexpected', 'no write was expected')) {
  return stubApi((call) => {
    if (call.method !== 'GET') {
      return write(call);
    }
    return call.url.pathname.endsWith(ID) ? jsonResponse(item) : page(call.url.pathname === '/api/templates' ? [row, { ...row, id: OTHER_ID, name: 'Old one', active: false }] : []);
  });
}

const writesOf = (calls: ApiCall[]) => calls.filter(({ method }) => method !== 'GET');

async function openItem(token = ADMIN) {
  renderApp(`/templates?id=${ID}`, { token });
  await screen.findByRole('textbox', { name: 'Name' });
  return userEvent.setup();
}

describe('the list', () => {
  it('shows what there is and opens one, which stands in the URL', async () => {
    stubLibrary();
    renderApp('/templates', { token: ADMIN });
    const list = await screen.findByRole('navigation', { name: 'Templates' });
    expect(within(list).getByRole('button', { name: /Old one/ })).toHaveTextContent('Inactive');

    await userEvent.click(within(list).getByRole('button', { name: /Tax return/ }));

    expect(await screen.findByRole('form', { name: 'Tax return' })).toBeInTheDocument();
    expect(window.location.search).toContain(ID);
  });

  it('says what to do where there is nothing', async () => {
    stubLibrary();
    renderApp('/scenarios', { token: ADMIN });

    expect(await screen.findByText('No scenarios yet')).toBeInTheDocument();
  });

  it('says what went wrong and tries again', async () => {
    let isDown = true;
    stubApi(() => (isDown ? problemResponse(400, 'Not valid', 'The search is too long.') : page([row])));
    renderApp('/templates', { token: ADMIN });

    expect(await screen.findByRole('alert')).toHaveTextContent('The search is too long.');
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));

    expect(await screen.findByRole('button', { name: /Tax return/ })).toBeInTheDocument();
  });
});

describe('the editor', () => {
  it('shows the text as it reads while it is typed', async () => {
    stubLibrary();
    const user = await openItem();
    const preview = screen.getByRole('region', { name: 'Preview' });
    expect(preview).toHaveTextContent('Hello Ada, about tax.');

    await user.clear(screen.getByRole('textbox', { name: 'name' }));
    await user.type(screen.getByRole('textbox', { name: 'name' }), 'Bo');
    await user.type(screen.getByRole('textbox', { name: 'Text' }), ' {{{{place}}');

    expect(preview).toHaveTextContent('Hello Bo, about tax. {{place}}');
    expect(screen.getByRole('textbox', { name: 'place' })).toBeInTheDocument();
  });

  it('saves what was changed at the version it was read', async () => {
    const calls = stubLibrary(({ body }) => jsonResponse({ ...item, ...(body as object), version: 4 }));
    const user = await openItem();

    await user.type(screen.getByRole('textbox', { name: 'Name' }), ' 2027');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText('Saved Tax return 2027')).toBeInTheDocument();
    expect(writesOf(calls).map(({ method, url, headers, body }) => [method, url.pathname, headers.get('if-match'), (body as { name: string }).name])).toEqual([
      ['PATCH', `/api/templates/${ID}`, '"3"', 'Tax return 2027'],
    ]);
  });

  it('names the field that the API refuses', async () => {
    stubLibrary(() => Response.json({ title: 'The request is not valid', errors: [{ field: 'name', code: 'too_long', message: 'at most 200 characters' }] }, { status: 400 }));
    const user = await openItem();

    await user.type(screen.getByRole('textbox', { name: 'Name' }), '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    await waitFor(() => { expect(screen.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription('at most 200 characters'); });
  });

  it('shows both sides where somebody else saved meanwhile, and saves over it if told so', async () => {
    const theirs = { ...item, name: 'Tax return, theirs', version: 7 };
    const calls = stubLibrary(({ headers, body }) =>
      headers.get('if-match') === '"7"'
        ? jsonResponse({ ...theirs, ...(body as object), version: 8 })
        : Response.json({ title: 'It was changed meanwhile', current: theirs }, { status: 412 }),
    );
    const user = await openItem();
    await user.type(screen.getByRole('textbox', { name: 'Name' }), ', mine');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    const dialog = await screen.findByRole('dialog', { name: 'Somebody else saved it meanwhile' });
    expect(within(dialog).getByRole('row', { name: 'name Tax return, mine Tax return, theirs' })).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Save mine over it' }));

    expect(await screen.findByText('Saved Tax return, mine')).toBeInTheDocument();
    expect(writesOf(calls).map(({ headers }) => headers.get('if-match'))).toEqual(['"3"', '"7"']);
  });

  it('asks before changes are lost', async () => {
    stubLibrary();
    const user = await openItem();
    await user.type(screen.getByRole('textbox', { name: 'Description' }), ' and more');

    await user.click(screen.getByRole('link', { name: 'Scenarios' }));
    const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' });
    await user.click(within(dialog).getByRole('button', { name: 'Stay' }));
    expect(screen.getByRole('textbox', { name: 'Description' })).toHaveValue('Late filing and more');

    await user.click(screen.getByRole('link', { name: 'Scenarios' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Leave' }));
    expect(await screen.findByRole('heading', { name: 'Scenarios' })).toBeInTheDocument();
  });

  it('says by what one is used that cannot be deleted', async () => {
    stubLibrary(() => problemResponse(409, 'This does not fit what is there', 'this template is used by 1200 conversations'));
    const user = await openItem();

    await user.click(screen.getByRole('button', { name: 'Delete' }));
    const dialog = screen.getByRole('dialog', { name: 'Delete Tax return?' });
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));

    expect(await within(dialog).findByRole('alert')).toHaveTextContent('used by 1200 conversations');
  });

  it('only shows to whoever may not change it', async () => {
    stubLibrary();
    await openItem(VIEWER);

    expect(screen.getByRole('textbox', { name: 'Name' })).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  });
});
