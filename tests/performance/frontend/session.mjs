/**
 * A day of a reviewer, walked through twice: with the cache that the dashboard has, and with one that keeps nothing. Calls of the API are counted; what the
 * browser itself answers, and the web vitals that are sent, are none. Every step waits until nothing is on its way; between two of them a person would read.
 */
import { addPaintClock, timeOfLoad } from './paint-clock.mjs';
import { isQuick, say, serveBundle, settled, signedIn, uncachedBundle, withFreshPage } from './parley.mjs';

/** How long a person looks at what a step shows. */
const LOOK_MS = isQuick ? 0 : 500;

const OPENED = isQuick ? 3 : 10;

const screen = (label) => async (page) => {
  await page.getByRole('link', { name: label, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: label }).waitFor();
};

const status = (name) => (page) => page.getByRole('button', { name: new RegExp(`^${name} `) }).click();

const item = (place) => async (page) => {
  await page.getByRole('navigation').last().getByRole('button').nth(place).click();
  await page.getByRole('form').waitFor();
};

const escape = (page) => page.keyboard.press('Escape');

const row = (place) => (page) => page.locator(`[data-index="${place}"]`).click();

const back = (page) => page.goBack();

/** Opens a conversation, looks up a template, and comes back to where one was. */
const lookUp = (place) => [row(place), screen('Templates'), item(place % 3), back, back];

const STEPS = [
  status('Approved'),
  ...Array.from({ length: OPENED }, (_, place) => lookUp(place)).flat(),
  escape,
  // From status to status, and back to what was there.
  status('Pending review'),
  status('Needs revision'),
  back,
  back,
  status('Approved'),
  back,
  screen('Edge cases'),
  item(0),
  screen('Scenarios'),
  item(0),
  screen('Templates'),
  item(0),
  back,
  back,
  screen('Conversations'),
  status('Approved'),
  row(1),
  escape,
  screen('Review'),
  screen('Conversations'),
  screen('Scenarios'),
  item(0),
  screen('Templates'),
  item(1),
  screen('Conversations'),
];

/** Calls by what they are for, and how many of them the server answered from its own cache. */
async function walk(page) {
  const calls = { conversations: 0, conversation: 0, library: 0 };
  let libraryHits = 0;
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/^\/api\/(templates|scenarios|edge-cases)/.test(pathname)) {
      calls.library += 1;
      libraryHits += response.headers()['x-cache-hit'] === 'true' ? 1 : 0;
    } else if (/^\/api\/conversations\/[0-9a-f-]{36}$/.test(pathname)) {
      calls.conversation += 1;
    } else if (pathname.startsWith('/api/conversations')) {
      calls.conversations += 1;
    }
  });
  await page.goto(signedIn('/'));
  await timeOfLoad(page);
  await settled(page);
  for (const step of STEPS) {
    await step(page);
    await settled(page);
    await page.waitForTimeout(LOOK_MS);
  }
  return { calls, total: calls.conversations + calls.conversation + calls.library, library_hits: libraryHits };
}

export async function measureSession(browser) {
  say('a day, with the cache');
  const cached = await withFreshPage(browser, walk, addPaintClock);
  say('a day, without');
  const uncached = await withFreshPage(browser, walk, async (context) => {
    await addPaintClock(context);
    await serveBundle(context, uncachedBundle);
  });
  return { steps: STEPS.length + 1, cached, uncached };
}
