/** The performance screen against a running Parley: what it shows is what was just done. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { callApi, dataRows, describeInBrowser, openList, origin, PHONE, signedIn, token } from './support.mjs';

/** What `cargo xtask token --role viewer` prints. */
const VIEWER_TOKEN = process.env.PARLEY_VIEWER_TOKEN;

const PATH = '/admin/performance';
const LIST = 'GET /api/conversations';

/** What was recorded reaches Postgres within two seconds, and the screen with its next reading. */
const NEXT_READING = { timeout: 40_000 };

const routeRow = (page, route) => page.getByRole('table', { name: 'Response times by route' }).getByRole('row').filter({ has: page.getByRole('button', { name: route, exact: true }) });

async function readList(times) {
  for (let time = 0; time < times; time += 1) {
    const response = await fetch(`${origin()}/api/conversations?search=performance+${time}`, { headers: { authorization: `Bearer ${token()}` } });
    assert.equal(response.status, 200);
    await response.arrayBuffer();
  }
}

/** Requests of the list as the table of routes has them. */
async function countShown(page) {
  const row = routeRow(page, LIST);
  await row.waitFor(NEXT_READING);
  return Number((await row.getByRole('cell').first().textContent()).replace(/\D/g, ''));
}

describeInBrowser('performance', (inBrowser) => {
  inBrowser('an admin gets there from the header', async (page) => {
    await openList(page);

    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Performance' }).click();

    await page.getByRole('heading', { name: 'Performance', level: 1 }).waitFor();
    assert.equal(new URL(page.url()).pathname, PATH);
  });

  inBrowser('requests appear in its figures by themselves', async (page) => {
    await readList(1);
    await page.goto(signedIn(PATH));
    const before = await countShown(page);

    await readList(30);

    await page.waitForFunction(
      ([route, least]) => [...document.querySelectorAll('tr')].some((row) => row.querySelector('th button')?.textContent === route && Number(row.querySelector('td').textContent.replace(/\D/g, '')) >= least),
      [LIST, before + 30],
      NEXT_READING,
    );
    const average = page.getByRole('region', { name: 'Average response' });
    assert.match(await average.textContent(), /\d m?s/);
    const database = page.getByRole('region', { name: 'Database time' });
    assert.match(await database.textContent(), /\d m?s[\d.]+ % of a response/);
  });

  inBrowser('one route is drawn alone, by its address too', async (page) => {
    await readList(1);
    await page.goto(signedIn(PATH));
    await routeRow(page, LIST).waitFor(NEXT_READING);

    await page.getByRole('button', { name: LIST, exact: true }).click();
    await page.getByRole('img', { name: `p50, p95 and p99 of ${LIST} over time` }).waitFor();
    await page.reload();

    await page.getByRole('img', { name: `p50, p95 and p99 of ${LIST} over time` }).waitFor();
    assert.ok((await page.locator('canvas').count()) > 0);
  });

  inBrowser('a threshold that is crossed fires its alert, and is quiet again when it is taken back', async (page) => {
    const { alerts } = await callApi('GET', '/api/admin/alerts');
    const { threshold } = alerts.find(({ name }) => name === 'database_connections');
    await page.goto(signedIn(PATH));
    const row = page.getByRole('table', { name: 'Alerts and thresholds' }).getByRole('row', { name: /Connections in use/ });
    const field = row.getByRole('textbox', { name: 'Threshold of Connections in use' });
    const save = page.getByRole('button', { name: 'Save thresholds' });
    try {
      await field.fill('101');
      assert.ok(await save.isDisabled());
      await field.fill('0');
      await save.click();
      await row.getByText('firing').waitFor();

      await field.fill(String(threshold));
      await save.click();

      await row.getByText('ok', { exact: true }).waitFor();
    } finally {
      await callApi('PUT', '/api/admin/alerts', { alerts: [{ name: 'database_connections', threshold }] });
    }
  });

  inBrowser('the plan of a filter is shown as a tree, run where that is asked for', async (page) => {
    await page.goto(signedIn(PATH));
    await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Approved' });
    await page.getByRole('spinbutton', { name: 'Quality from' }).fill('8');
    await page.getByRole('button', { name: 'Show plan' }).click();
    const plan = page.getByRole('table', { name: /^Plan:/ }).first();
    await plan.waitFor();
    await page.getByText('nothing was run').waitFor();
    const before = await plan.getByRole('row').count();

    await page.getByRole('checkbox', { name: 'Run it' }).check();
    await page.getByRole('button', { name: 'Show plan' }).click();
    await page.getByText(/run in .* m?s/).first().waitFor();

    await plan.getByText('takes most').first().waitFor();
    await plan.getByRole('button', { name: /^Children of/ }).first().click();
    assert.ok((await plan.getByRole('row').count()) < before);
  });

  inBrowser(
    'a route that fails leaves the rest of the screen, and is tried again',
    async (page) => {
      await page.route('**/api/admin/performance/indexes', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"Unexpected","status":500,"detail":"Look at the log."}' }));
      await page.goto(signedIn(PATH));
      const indexes = page.getByRole('region', { name: 'Indexes', exact: true });
      await indexes.getByText('Look at the log.').waitFor();
      await page.getByRole('table', { name: 'Alerts and thresholds' }).waitFor();

      await page.unroute('**/api/admin/performance/indexes');
      await indexes.getByRole('button', { name: 'Retry' }).click();

      await indexes.getByText(/All \d+ indexes/).waitFor();
    },
    { expectedComplaint: /500/ },
  );

  inBrowser('the report comes as a file', async (page) => {
    await page.goto(signedIn(PATH));
    for (const [name, file, content] of [['Markdown', 'parley-performance-1h.md', /^# /], ['HTML', 'parley-performance-1h.html', /^<!doctype html>/i]]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Download the report as ${name}` }).click()]);

      assert.equal(download.suggestedFilename(), file);
      assert.match(await readFile(await download.path(), 'utf8'), content);
    }
  });

  inBrowser('tables scroll in themselves on a phone', async (page) => {
    await readList(1);
    await page.goto(signedIn(PATH));
    const routes = page.getByRole('region', { name: 'Response times by route' });
    await routes.waitFor(NEXT_READING);

    const isWider = await routes.evaluate((element) => element.scrollWidth > element.clientWidth);

    assert.ok(isWider);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.viewport.width);
  }, { context: PHONE });

  inBrowser('a viewer is told that it is for admins, and is offered no way there', async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${origin()}${PATH}#token=${VIEWER_TOKEN}`);

    await page.getByRole('heading', { name: 'This screen is for admins' }).waitFor();

    assert.equal(await page.getByRole('link', { name: 'Performance' }).count(), 0);
    assert.deepEqual(asked.filter((path) => path.startsWith('/api/admin/')), []);
    const refused = await fetch(`${origin()}/api/admin/db-stats`, { headers: { authorization: `Bearer ${VIEWER_TOKEN}` } });
    assert.equal(refused.status, 403);
  });
});
