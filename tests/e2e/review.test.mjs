/** Reviewing by keys, on the real API. Each test has a queue of its own: conversations under a category that nobody else uses. */
import assert from 'node:assert/strict';

import { callApi, conversationOf, describeInBrowser, signedIn, uniqueWord } from './support.mjs';

/** Conversations 1, 2, 3, … that wait for review, the first longest. Returns their category and their ids. */
async function queueOf(count) {
  const category = uniqueWord('review');
  const ids = [];
  for (let number = 1; number <= count; number += 1) {
    const { id } = await callApi('POST', '/api/conversations', conversationOf(`${category} ${number}`, { category: [category], status: 'pending_review' }));
    ids.push(id);
  }
  return { category, ids };
}

const statusOf = async (id) => (await callApi('GET', `/api/conversations/${id}`)).status;

const shows = (page, { category }, number) => page.getByRole('article', { name: `${category} ${number}`, exact: true }).getByRole('list').first().waitFor();

const progress = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

/** Undo is there once the decision has come through. */
const undoIsReady = (page) => page.locator('button:not([disabled])', { hasText: 'Undo' }).waitFor();

async function openQueue(page, queue) {
  await page.goto(signedIn(`/review?category=${queue.category}`));
  await shows(page, queue, 1);
}

describeInBrowser('review', (inBrowser) => {
  inBrowser('A approves, R and a digit rejects, V sends back with a note, and the progress counts them', async (page) => {
    const queue = await queueOf(4);
    await openQueue(page, queue);
    await progress(page, '0 reviewed, 4 left');

    await page.keyboard.press('a');
    await shows(page, queue, 2);
    await page.keyboard.press('r');
    await page.getByRole('dialog', { name: 'Reject for what reason?' }).waitFor();
    await page.keyboard.press('2');
    await shows(page, queue, 3);
    await page.keyboard.press('v');
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    await page.keyboard.type('Say which year');
    await page.keyboard.press('Control+Enter');
    await shows(page, queue, 4);

    await progress(page, '3 reviewed, 1 left');
    await undoIsReady(page);
    assert.deepEqual(await Promise.all(queue.ids.map(statusOf)), ['approved', 'rejected', 'needs_revision', 'pending_review']);
    const [, rejected, revised] = await Promise.all(queue.ids.map((id) => callApi('GET', `/api/conversations/${id}`)));
    assert.equal(rejected.reviewHistory.at(-1).reason, 'off_topic');
    assert.equal(revised.reviewHistory.at(-1).note, 'Say which year');
  });

  inBrowser('U takes back one decision after the other', async (page) => {
    const queue = await queueOf(3);
    await openQueue(page, queue);
    for (const next of [2, 3]) {
      await page.keyboard.press('a');
      await shows(page, queue, next);
      await undoIsReady(page);
    }

    await page.keyboard.press('u');
    await shows(page, queue, 2);
    await page.keyboard.press('u');
    await shows(page, queue, 1);

    await progress(page, '0 reviewed, 3 left');
    assert.deepEqual(await Promise.all(queue.ids.map(statusOf)), ['pending_review', 'pending_review', 'pending_review']);
  });

  inBrowser('S skips, and the end says so', async (page) => {
    const queue = await queueOf(2);
    await openQueue(page, queue);

    await page.keyboard.press('s');
    await shows(page, queue, 2);
    await page.keyboard.press('a');

    await page.getByRole('heading', { name: 'That was the last one' }).waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await shows(page, queue, 1);
  });

  inBrowser('E opens the conversation in the list', async (page) => {
    const queue = await queueOf(1);
    await openQueue(page, queue);

    await page.keyboard.press('e');

    await page.getByRole('complementary', { name: 'Conversation' }).getByRole('heading', { name: `${queue.category} 1` }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('id'), queue.ids[0]);
  });

  inBrowser('the next conversation was read before it is looked at', async (page) => {
    const queue = await queueOf(3);
    const read = [];
    page.on('request', (request) => { read.push(new URL(request.url()).pathname); });
    const prefetched = page.waitForResponse((response) => response.url().endsWith(queue.ids[2]));
    await openQueue(page, queue);
    await prefetched;
    read.length = 0;

    await page.keyboard.press('s');
    await shows(page, queue, 2);

    assert.ok(!read.includes(`/api/conversations/${queue.ids[1]}`), 'it was read again');
  });
});
