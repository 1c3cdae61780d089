/** What the browser is sent, as it is served: by a first visit to the list, and by each screen that is gone to from there. */
import { addPaintClock, timeOfLoad } from './paint-clock.mjs';
import { say, settled, signedIn, withFreshPage } from './parley.mjs';

const LATER = ['Review', 'Templates', 'Settings'];

/** Everything that was fetched so far: path, bytes as they were sent, and when. The document itself is a navigation, not a resource. */
const resources = (page) =>
  page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(({ name, startTime, encodedBodySize }) => ({
      path: new URL(name).pathname,
      startTime,
      bytes: encodedBodySize,
    })),
  );

const bytesOf = (entries, extension) => entries.filter(({ path }) => path.endsWith(extension)).reduce((sum, { bytes }) => sum + bytes, 0);
const isFont = ({ path }) => /\.(woff2?|ttf|otf)$/.test(path);
const isStatic = ({ path }) => !path.startsWith('/api/');

async function firstVisit(page) {
  await page.goto(signedIn('/'));
  const paintedAt = await timeOfLoad(page);
  const before = (await resources(page)).filter((entry) => isStatic(entry) && entry.startTime < paintedAt);
  return {
    script_bytes: bytesOf(before, '.js'),
    style_bytes: bytesOf(before, '.css'),
    // The icon is asked for twice, as a picture and as the page's own, and sent once.
    requests: new Set(before.map(({ path }) => path)).size,
    fonts: (await resources(page)).filter(isFont).length,
  };
}

async function laterVisit(page, label) {
  await page.goto(signedIn('/'));
  await timeOfLoad(page);
  await settled(page);
  const before = new Set((await resources(page)).map(({ path }) => path));
  await page.getByRole('link', { name: label, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: label }).waitFor();
  await settled(page);
  const added = (await resources(page)).filter(({ path }) => !before.has(path));
  return { route: new URL(page.url()).pathname, bytes: bytesOf(added, '.js') + bytesOf(added, '.css') };
}

export async function measureBudgets(browser) {
  say('sizes');
  const later = [];
  for (const label of LATER) {
    later.push(await withFreshPage(browser, (page) => laterVisit(page, label), addPaintClock));
  }
  return { first: await withFreshPage(browser, firstVisit, addPaintClock), later };
}
