/**
 * What a person waits for: the first rows, a filter, an order, a search, a far place, a decision. Each run is a page of its own with an empty cache, so that
 * nothing is answered by what an earlier one has read.
 */
import { addPaintClock, timeOf, timeOfLoad } from './paint-clock.mjs';
import { callApi, isQuick, knowsRanks, say, settled, signedIn, withFreshPage } from './parley.mjs';

const RUNS = isQuick ? 2 : 10;

/** A word that many titles hold, and whose stem is itself, so that each row found shows it. */
const WORD = 'burnout';

/** One after another, so that the page of one is not the page of another. */
const FRACTIONS = [0.5, 0.25, 0.75, 0.1, 0.9, 0.4, 0.6, 0.3, 0.8, 0.55];

const facet = (page, status) => page.getByRole('button', { name: new RegExp(`^${status} `) });

async function openList(page, query = '') {
  await page.goto(signedIn(`/${query}`));
  return timeOfLoad(page);
}

async function jumps(page, run) {
  const fraction = FRACTIONS[run % FRACTIONS.length];
  await openList(page);
  const { count } = await callApi('/api/conversations/count');
  await page.evaluate((wanted) => {
    // The ends of a very long list are not compressed, which shifts its middle a little.
    window.paintClock.arm('scroll', ['place', { index: wanted.fraction * wanted.count, within: 0.02 * wanted.count }]);
    window.paintClock.dragTo(wanted.fraction);
  }, { fraction, count });
  return page.evaluate(() => window.paintClock.time);
}

/** Approves the first conversation of the list in the panel, and takes it back beside the browser. */
async function approves(page) {
  await openList(page, '?status=pending_review');
  await page.locator('[data-index="0"]').click();
  const approve = page.getByRole('complementary', { name: 'Conversation' }).getByRole('button', { name: 'Approve' });
  await approve.waitFor();
  const id = new URL(page.url()).searchParams.get('id');
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
  const time = await timeOf(page, 'click', ['rowStatus', { index: 0, status: 'Approved' }], () => approve.click());
  await answered;
  for (const status of ['needs_revision', 'pending_review']) {
    await callApi(`/api/conversations/${id}`, { method: 'PATCH', body: JSON.stringify({ status }) });
  }
  return time;
}

/** Approves by key in the review queue, and takes it back by key. */
async function approvesInReview(page) {
  await page.goto(signedIn('/review'));
  await timeOfLoad(page);
  await settled(page);
  const decided = page.waitForResponse((response) => response.url().endsWith('/bulk'));
  const time = await timeOf(page, 'keydown', ['nextArticle'], () => page.keyboard.press('a'));
  await (await decided).finished();
  const undone = page.waitForResponse((response) => response.url().endsWith('/undo'));
  await page.getByRole('button', { name: 'Undo' }).and(page.locator(':enabled')).waitFor();
  await page.keyboard.press('u');
  await undone;
  return time;
}

const INTERACTIONS = [
  ['load to first row', (page) => openList(page)],
  ['filter by a click', async (page) => {
    await openList(page);
    return timeOf(page, 'click', ['status', 'Rejected'], () => facet(page, 'Rejected').click());
  }],
  ['sort by a click', async (page) => {
    await openList(page);
    const header = page.getByRole('columnheader', { name: 'Quality' }).getByRole('button');
    return timeOf(page, 'click', ['sorted', { column: 'quality', direction: 'descending' }], () => header.click());
  }],
  ['search, from the last letter', async (page) => {
    await openList(page);
    await page.getByRole('searchbox', { name: 'Search conversations' }).focus();
    return timeOf(page, 'input', ['found', WORD], () => page.keyboard.type(WORD, { delay: 60 }));
  }],
  ['jump by the scrollbar', jumps],
  ['approve in the panel', approves],
  ['approve in review', approvesInReview],
];

/** Every interaction, with the milliseconds of each run. */
export async function measureInteractions(browser) {
  const measured = [];
  const hasRanks = await knowsRanks();
  for (const [name, act] of INTERACTIONS) {
    if (act === jumps && !hasRanks) {
      measured.push({ name, samples_ms: [], skipped: 'the API finds no rows by rank' });
      continue;
    }
    say(name);
    const samples_ms = [];
    for (let run = 0; run < RUNS; run += 1) {
      samples_ms.push(await withFreshPage(browser, (page) => act(page, run), addPaintClock));
    }
    measured.push({ name, samples_ms, skipped: null });
  }
  return measured;
}
