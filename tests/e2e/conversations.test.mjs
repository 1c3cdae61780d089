/** The conversations page against a running Parley with demo data. */
import assert from 'node:assert/strict';

import { dataRows, describeInBrowser, openList, origin, PHONE, signedIn, token } from './support.mjs';

/** `aria-rowindex` of the first row of data: the header is row 1. */
const FIRST_DATA_ROW = 2;

/** The texts of one column, in the order of the rows on the screen. */
async function columnTexts(page, name) {
  const headers = await page.getByRole('columnheader').allTextContents();
  const column = headers.indexOf(name);
  assert.notEqual(column, -1, `there is no column ${name} among ${headers.join(', ')}`);
  const rows = await dataRows(page).evaluateAll((elements) =>
    elements.map((row) => ({
      index: Number(row.getAttribute('aria-rowindex')),
      cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent),
    })),
  );
  return rows.sort((a, b) => a.index - b.index).map(({ cells }) => cells[column]);
}

/** Waits until the rows belong to what the page says that it shows. The page follows its URL a moment after it, so wait for what the page says first. */
async function settle(page) {
  await page.getByRole('grid', { name: 'Conversations' }).and(page.locator('[aria-busy="false"]')).waitFor();
}

async function totalShown(page) {
  const total = page.getByRole('main').getByRole('status').filter({ hasText: /\d.* conversations?$/ });
  await total.waitFor();
  return Number((await total.textContent()).replace(/\D/g, ''));
}

describeInBrowser('conversations', (inBrowser) => {
  inBrowser('the printed URL shows rows and a total, and leaves no token in the address bar', async (page) => {
    await openList(page);

    assert.ok((await totalShown(page)) > 0);
    assert.ok((await dataRows(page).count()) > 10);
    assert.equal(page.url(), `${origin()}/`);
  });

  inBrowser('scrolling loads more rows, each exactly once, of which few are elements', async (page) => {
    const loaded = [];
    page.on('response', async (response) => {
      if (new URL(response.url()).pathname === '/api/conversations') {
        loaded.push(...(await response.json()).data);
      }
    });
    await openList(page, '/?sort_by=total_turns&sort_dir=asc');
    const grid = page.getByRole('grid', { name: 'Conversations' });
    const shown = new Map();
    while (shown.size < Math.min(300, await totalShown(page))) {
      const rows = await dataRows(page).evaluateAll((elements) =>
        elements.map((row) => [Number(row.getAttribute('aria-rowindex')), row.querySelectorAll('[role="gridcell"]')[2].textContent]),
      );
      assert.ok(rows.length <= 60, `${rows.length} rows are elements`);
      rows.forEach(([index, title]) => shown.set(index, title));
      await grid.evaluate((element) => element.scrollBy({ top: element.clientHeight / 2 }));
      await page.waitForFunction(
        (last) => [...document.querySelectorAll('[role="row"]')].some((row) => Number(row.getAttribute('aria-rowindex')) > last),
        Math.max(...shown.keys()),
      );
    }

    assert.equal(new Set(loaded.map(({ id }) => id)).size, loaded.length);
    const positions = [...shown.keys()].sort((a, b) => a - b);
    assert.deepEqual(positions, positions.map((_, position) => position + FIRST_DATA_ROW));
    for (const position of positions) {
      assert.ok(shown.get(position).startsWith(loaded[position - FIRST_DATA_ROW].title ?? 'Untitled'), `row ${position} shows another conversation`);
    }
  });

  inBrowser('a click on a header sorts, and another one turns the order round', async (page) => {
    await openList(page);
    const quality = page.getByRole('columnheader', { name: 'Quality' });

    await quality.getByRole('button').click();
    await page.waitForURL((url) => url.search === '?sort_by=quality_score');
    await quality.and(page.locator('[aria-sort="descending"]')).waitFor();
    await settle(page);
    const best = (await columnTexts(page, 'Quality')).map(Number);
    assert.deepEqual(best, [...best].sort((a, b) => b - a));

    await quality.getByRole('button').click();
    await page.waitForURL((url) => url.search === '?sort_by=quality_score&sort_dir=asc');
    await quality.and(page.locator('[aria-sort="ascending"]')).waitFor();
    await settle(page);
    const worst = (await columnTexts(page, 'Quality')).map(Number);
    assert.deepEqual(worst, [...worst].sort((a, b) => a - b));
    assert.ok(worst[0] < best[0]);
  });

  inBrowser('a filter changes URL, rows and total, and Clear takes it away', async (page) => {
    await openList(page);
    const all = await totalShown(page);

    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('checkbox', { name: 'Rejected' }).click();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.search === '?status=rejected');
    await page.getByRole('button', { name: 'Remove filter Rejected' }).waitFor();
    await settle(page);
    assert.deepEqual(new Set(await columnTexts(page, 'Status')), new Set(['Rejected']));
    await page.waitForFunction((text) => document.querySelector('main [role="status"]').textContent !== text, `${all.toLocaleString('en-US')} conversations`);
    assert.ok((await totalShown(page)) < all);

    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL((url) => url.search === '');
  });

  inBrowser('a search for what no title holds says so, and can be cleared', async (page) => {
    await openList(page);

    await page.keyboard.press('/');
    await page.keyboard.type('zzzznothing');
    await page.getByRole('heading', { name: 'No conversations match' }).waitFor();
    assert.equal(new URL(page.url()).search, '?search=zzzznothing');
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await dataRows(page).first().waitFor();
  });

  inBrowser('a reload keeps the view', async (page) => {
    await openList(page, '/?status=approved&sort_by=title&sort_dir=asc');
    const before = await columnTexts(page, 'Title');

    await page.reload();
    await dataRows(page).first().waitFor();

    assert.equal(new URL(page.url()).search, '?status=approved&sort_by=title&sort_dir=asc');
    assert.deepEqual(await columnTexts(page, 'Title'), before);
    await page.getByRole('button', { name: 'Remove filter Approved' }).waitFor();
  });

  inBrowser('Back undoes a filter', async (page) => {
    await openList(page);
    await page.getByRole('button', { name: 'Tier' }).click();
    await page.getByRole('checkbox', { name: 'Edge case' }).click();
    await page.waitForURL((url) => url.search === '?tier=edge_case');

    await page.goBack();

    // The page follows its URL, a moment after it.
    await page.waitForURL((url) => url.search === '');
    await page.getByRole('button', { name: /^Remove filter/ }).waitFor({ state: 'detached' });
  });

  inBrowser('the keyboard moves through the rows', async (page) => {
    await openList(page);
    const focused = () => page.evaluate(() => Number(document.activeElement.getAttribute('aria-rowindex')));

    await page.keyboard.press('j');
    assert.equal(await focused(), FIRST_DATA_ROW);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), FIRST_DATA_ROW + 1);
    await page.keyboard.press('PageDown');
    assert.ok((await focused()) > FIRST_DATA_ROW + 10);
    await page.keyboard.press('Home');
    assert.equal(await focused(), FIRST_DATA_ROW);
  });

  inBrowser('the middle of the scrollbar shows the middle of the list, and the end its last row', async (page) => {
    await openList(page);
    const total = await totalShown(page);
    const grid = page.getByRole('grid', { name: 'Conversations' });
    const firstShown = () => dataRows(page).evaluateAll((rows) => Math.min(...rows.map((row) => Number(row.getAttribute('aria-rowindex')))));

    await grid.evaluate((element) => { element.scrollTop = (element.scrollHeight - element.clientHeight) / 2; });
    await page.waitForFunction((row) => [...document.querySelectorAll('[role="row"][data-index]')].some((element) => Number(element.dataset.index) > row), total * 0.49);
    assert.ok(Math.abs((await firstShown()) / total - 0.5) < 0.01);

    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('End');
    await page.waitForFunction((last) => Number(document.activeElement.getAttribute('aria-rowindex')) === last, total + 1);
  });

  inBrowser(
    'where the API knows no ranks, the scrollbar goes back to what is loaded, and the page says why',
    async (page) => {
      // Of a list as short as the demo's, the API knows them all.
      const errors = [{ field: 'rank', code: 'rank_not_known', message: 'go on from a cursor' }];
      const refusal = { type: 'about:blank', title: 'The request is not valid', status: 400, detail: 'rank: go on from a cursor', errors };
      const isAtRank = (url) => url.pathname === '/api/conversations' && url.searchParams.has('rank');
      await page.route(isAtRank, (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', json: refusal }));
      await openList(page, '/?quality_min=1');
      await totalShown(page);
      const grid = page.getByRole('grid', { name: 'Conversations' });

      await grid.evaluate((element) => { element.scrollTop = (element.scrollHeight - element.clientHeight) / 2; });

      await page.getByText('Under these filters, the list can only be scrolled through.').waitFor();
      await page.waitForFunction(() => document.querySelector('[role="row"][data-index="99"]') !== null);
    },
    { expectedComplaint: /400 \(Bad Request\)/ },
  );

  inBrowser('a deep link opens a conversation beside the list, and Escape closes it', async (page) => {
    await openList(page);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Conversation' });
    await panel.getByRole('region', { name: 'Turns' }).waitFor();

    await page.reload();
    await panel.getByRole('region', { name: 'Turns' }).waitFor();
    await page.keyboard.press('Escape');

    await panel.waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).search, '');
  });

  inBrowser('a facet card shows its status alone', async (page) => {
    await openList(page);

    await page.getByRole('button', { name: /^Approved [\d,]+$/ }).click();

    await page.waitForURL((url) => url.search === '?status=approved');
    await page.getByRole('button', { name: 'Remove filter Approved' }).waitFor();
    await settle(page);
    assert.deepEqual(new Set(await columnTexts(page, 'Status')), new Set(['Approved']));
  });

  inBrowser('coming back to a place by reload finds it again', async (page) => {
    await openList(page);
    const grid = page.getByRole('grid', { name: 'Conversations' });
    await grid.evaluate((element) => { element.scrollTop = 44 * 500; });
    const isAt = (index) => page.waitForFunction((wanted) => document.querySelector(`[role="row"][data-index="${wanted}"]`) !== null, index);
    await isAt(505);

    await page.reload();

    await isAt(505);
    assert.equal(await grid.evaluate((element) => element.scrollTop), 44 * 500);
  });

  inBrowser('a bad token leads to sign-in, and a good one back to where one was', async (page) => {
    await page.goto(`${origin()}/?status=approved#token=eyJhbGciOiJIUzI1NiJ9.e30.AAAA`);
    await page.getByRole('alert').filter({ hasText: 'The token was not accepted' }).waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill(token());
    await page.getByRole('button', { name: 'Sign in' }).click();

    await dataRows(page).first().waitFor();
    assert.equal(new URL(page.url()).search, '?status=approved');
  }, { expectedComplaint: /status of 401/ });

  inBrowser('the printed URL signs in a tab that already waits at sign-in', async (page) => {
    await page.goto(origin());
    await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();

    await page.goto(signedIn());

    await dataRows(page).first().waitFor();
  });

  inBrowser('the chosen theme survives a reload', async (page) => {
    await openList(page);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();

    await page.getByRole('button', { name: 'Theme: system' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    const dark = await background();
    await page.reload();
    await dataRows(page).first().waitFor();

    assert.notEqual(dark, light);
    assert.equal(await background(), dark);
  });

  inBrowser(
    'a phone shows the list without scrolling sideways',
    async (page) => {
      await openList(page);

      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    },
    { context: PHONE },
  );

  inBrowser(
    'a phone goes to another screen by a menu, which closes behind it',
    async (page) => {
      await openList(page);
      const screens = page.getByRole('navigation', { name: 'Screens' });
      assert.ok(await screens.isHidden());

      await page.getByRole('button', { name: 'Screen: Conversations' }).click();
      await screens.getByRole('link', { name: 'Templates' }).click();

      await page.getByRole('heading', { name: 'Templates' }).waitFor();
      await page.getByRole('button', { name: 'Screen: Templates' }).waitFor();
      assert.ok(await screens.isHidden());
    },
    { context: PHONE },
  );
});
