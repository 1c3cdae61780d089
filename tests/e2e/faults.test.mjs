/**
 * What a person sees when something fails. Only the fault is made up, by answering in the server's place or by cutting the network; a conflict is a real one, with
 * somebody else's change through the API.
 */
import assert from 'node:assert/strict';

import { callApi, dataRows, describeInBrowser, openList, origin, signedIn, token } from './support.mjs';

const LIST = (url) => url.pathname === '/api/conversations';

/** The browser reports each answer with a failure code on the console, as it should. */
const FAILED = /Failed to load resource/;

const problem = (status, title, detail) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title, status, detail }),
});

/** Answers the first `times` requests in the server's place. */
const failing = (page, url, answer, times = 1) => page.route(url, (route) => route.fulfill(answer), { times });

const row = (page, index) => page.locator(`[role="row"][data-index="${index}"]`);

const panelOf = (page) => page.getByRole('complementary', { name: 'Conversation' });

/** Opens the first conversation that waits for review beside the list, and answers what the API says of it. */
async function openPending(page, index) {
  await openList(page, '/?status=pending_review&sort_by=title&sort_dir=asc');
  await row(page, index).click();
  await panelOf(page).getByRole('region', { name: 'Turns' }).waitFor();
  return callApi('GET', `/api/conversations/${new URL(page.url()).searchParams.get('id')}`);
}

/** The id of a template that conversations were made from. */
async function usedTemplate() {
  const { data } = await callApi('GET', '/api/templates');
  for (const { id } of data) {
    if ((await callApi('GET', `/api/conversations/count?template_id=${id}`)).count > 0) {
      return id;
    }
  }
  throw new Error('no conversation was made from any of these templates');
}

const patched = (page) => page.waitForResponse((response) => response.request().method() === 'PATCH');

describeInBrowser('faults', (inBrowser) => {
  inBrowser('a list that fails says why, and Retry brings it', async (page) => {
    await failing(page, LIST, problem(500, 'Something went wrong', 'The server could not answer.'));
    await page.goto(signedIn());
    const alert = page.getByRole('alert').filter({ hasText: 'Something went wrong' });
    await alert.getByText('The server could not answer.').waitFor();

    await alert.getByRole('button', { name: 'Retry' }).click();

    await dataRows(page).first().waitFor();
  }, { expectedComplaint: FAILED });

  inBrowser('a server that is overloaded for a moment is asked again by itself', async (page) => {
    await failing(page, LIST, { ...problem(503, 'Busy', 'Try again.'), headers: { 'retry-after': '1' } });

    await page.goto(signedIn());

    await dataRows(page).first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  }, { expectedComplaint: FAILED });

  inBrowser('a list whose count cannot be had shows its rows all the same', async (page) => {
    await page.route('**/api/conversations/count*', (route) => route.fulfill(problem(500, 'Something went wrong', 'The server could not answer.')));
    await page.route('**/api/conversations/facets*', (route) => route.fulfill(problem(500, 'Something went wrong', 'The server could not answer.')));

    await openList(page);

    await page.getByRole('main').getByRole('status').filter({ hasText: 'Count unavailable' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  }, { expectedComplaint: FAILED });

  inBrowser('an approval that fails is taken back on the screen, says why, and can be tried again', async (page) => {
    const { id } = await openPending(page, 1);
    await failing(page, `**/api/conversations/${id}`, problem(500, 'Something went wrong', 'The decision was not kept.'));

    await panelOf(page).getByRole('button', { name: 'Approve' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'The decision was not kept.' });
    await alert.waitFor();
    assert.equal(await row(page, 1).getByText('Pending review').count(), 1);
    await alert.getByRole('button', { name: 'Retry' }).click();

    await row(page, 1).getByText('Approved').waitFor();
    await page.getByRole('status').filter({ hasText: 'Approved' }).first().waitFor();
    assert.equal((await callApi('GET', `/api/conversations/${id}`)).status, 'approved');
  }, { expectedComplaint: FAILED });

  inBrowser('a change of what somebody else has changed meanwhile shows both sides, and mine can be kept', async (page) => {
    const { id } = await openPending(page, 2);
    await panelOf(page).getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('As I would have it');
    await callApi('PATCH', `/api/conversations/${id}`, { title: 'As somebody else has it' });

    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else has changed this conversation' });
    await dialog.getByRole('row', { name: 'Title As I would have it As somebody else has it' }).waitFor();
    await dialog.getByRole('button', { name: 'Keep mine' }).click();

    await panelOf(page).getByRole('heading', { name: 'As I would have it' }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    assert.equal((await callApi('GET', `/api/conversations/${id}`)).title, 'As I would have it');
  }, { expectedComplaint: FAILED });

  inBrowser('a conversation that somebody else has decided on meanwhile shows both sides, and theirs can be taken', async (page) => {
    const { id } = await openPending(page, 3);
    await callApi('PATCH', `/api/conversations/${id}`, { status: 'needs_revision' });

    await panelOf(page).getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else has changed this conversation' });
    await dialog.getByRole('row', { name: 'Status Approved Needs revision' }).waitFor();
    await dialog.getByRole('button', { name: 'Take theirs' }).click();

    await row(page, 3).getByText('Needs revision').waitFor();
    assert.equal((await callApi('GET', `/api/conversations/${id}`)).status, 'needs_revision');
  }, { expectedComplaint: FAILED });

  inBrowser('a template that is in use is not deleted, and the dialog says by what it is used', async (page) => {
    const templateId = await usedTemplate();
    await page.goto(signedIn(`/templates?id=${templateId}`));
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');

    await dialog.getByRole('button', { name: 'Delete' }).click();

    await dialog.getByRole('alert').filter({ hasText: /used by \d/ }).waitFor();
  }, { expectedComplaint: FAILED });

  inBrowser('offline, a bar says so, what was read stays readable, and a decision is sent when the network is back', async (page) => {
    const { id } = await openPending(page, 4);
    await page.context().setOffline(true);
    const bar = page.getByRole('status').filter({ hasText: 'You are offline' });
    await bar.waitFor();
    assert.ok((await dataRows(page).count()) > 10);
    await page.getByRole('button', { name: /^Pending review/ }).waitFor();

    await panelOf(page).getByRole('button', { name: 'Approve' }).click();
    await row(page, 4).getByText('Approved').waitFor();
    const sent = patched(page);
    await page.context().setOffline(false);

    assert.equal((await sent).status(), 200);
    await bar.waitFor({ state: 'hidden' });
    assert.equal((await callApi('GET', `/api/conversations/${id}`)).status, 'approved');
  }, { expectedComplaint: FAILED });

  inBrowser('while a slow answer is on its way, the rows before stay, and the field says that it searches', async (page) => {
    await openList(page);
    let answer;
    const isAnswered = new Promise((resolve) => { answer = resolve; });
    await page.route(LIST, async (route) => {
      await isAnswered;
      await route.continue();
    });

    await page.keyboard.press('/');
    await page.keyboard.type('burnout');
    await page.getByText('Searching…').waitFor();
    assert.ok((await dataRows(page).count()) > 10);
    answer();

    await page.getByText('Searching…').waitFor({ state: 'detached' });
    await dataRows(page).first().waitFor();
  });

  inBrowser('an older answer that comes late never replaces a newer one', async (page) => {
    await openList(page);
    let answerOlder;
    const olderMayAnswer = new Promise((resolve) => { answerOlder = resolve; });
    await page.route((url) => LIST(url) && url.searchParams.get('status') === 'rejected', async (route) => {
      await olderMayAnswer;
      // Aborted by then, as nobody wants it any more.
      await route.continue().catch(() => undefined);
    });
    await page.getByRole('button', { name: /^Rejected [\d,]+$/ }).click();
    await page.waitForURL((url) => url.search === '?status=rejected');

    await page.getByRole('button', { name: /^Approved [\d,]+$/ }).click();
    await row(page, 0).getByText('Approved').waitFor();
    answerOlder();
    await page.getByRole('button', { name: 'Refresh' }).click();

    await page.getByRole('grid', { name: 'Conversations' }).and(page.locator('[aria-busy="false"]')).waitFor();
    assert.equal(await dataRows(page).getByText('Rejected').count(), 0);
  });

  inBrowser('a page whose code cannot be loaded says so, and Retry loads it', async (page) => {
    await openList(page);
    await page.route('**/assets/settings-page*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Settings' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await alert.waitFor();
    await page.unroute('**/assets/settings-page*.js');

    await alert.getByRole('button', { name: 'Retry' }).click();

    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  }, { expectedComplaint: /Failed to load|code could not be loaded/ });

  inBrowser('a panel whose code cannot be loaded leaves the list as it is, and Retry loads it', async (page) => {
    await openList(page);
    await page.route('**/assets/conversation-panel*.js', (route) => route.abort());
    await row(page, 2).click();
    const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await alert.waitFor();
    assert.ok((await dataRows(page).count()) > 10);
    await page.unroute('**/assets/conversation-panel*.js');

    await alert.getByRole('button', { name: 'Retry' }).click();

    await panelOf(page).getByRole('region', { name: 'Turns' }).waitFor();
  }, { expectedComplaint: /Failed to load|code could not be loaded/ });

  inBrowser('a session that ends leads to sign-in, and a new token back to where one was', async (page) => {
    await openList(page, '/?status=approved&sort_by=quality_score');
    await failing(page, LIST, { ...problem(401, 'Unauthorized', 'The token has expired.'), headers: { 'www-authenticate': 'Bearer' } });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('alert').filter({ hasText: 'The token was not accepted' }).waitFor();

    await page.getByRole('textbox', { name: 'Token' }).fill(token());
    await page.getByRole('button', { name: 'Sign in' }).click();

    await dataRows(page).first().waitFor();
    assert.equal(page.url(), `${origin()}/?status=approved&sort_by=quality_score`);
  }, { expectedComplaint: FAILED });

  inBrowser('a review that fails brings the conversation back, and Retry decides it', async (page) => {
    await page.goto(signedIn('/review'));
    const heading = page.getByRole('article').getByRole('heading', { level: 2 });
    const title = await heading.textContent();
    await failing(page, '**/api/conversations/bulk', problem(500, 'Something went wrong', 'The decision was not kept.'));

    await page.keyboard.press('s');
    await page.keyboard.press('a');
    const alert = page.getByRole('alert').filter({ hasText: 'The decision was not kept.' });
    await alert.waitFor();
    const returned = await heading.textContent();
    assert.notEqual(returned, title);
    const decided = page.waitForResponse((response) => response.url().endsWith('/bulk'));
    await alert.getByRole('button', { name: 'Retry' }).click();

    assert.equal((await decided).status(), 200);
    await page.getByRole('status').filter({ hasText: '1 reviewed' }).waitFor();
  }, { expectedComplaint: FAILED });
});
