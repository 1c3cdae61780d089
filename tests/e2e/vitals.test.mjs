/** What the browser measured reaches the API when the page is hidden. */
import assert from 'node:assert/strict';

import { describeInBrowser, signedIn } from './support.mjs';

describeInBrowser('web vitals', (inBrowser) => {
  inBrowser('are sent in one report, under the pattern of the page, when the page is hidden', async (page) => {
    const loaded = page.waitForResponse((response) => /\/assets\/vitals-/.test(response.url()));
    await page.goto(signedIn('/templates?search=tax'));
    await page.getByRole('heading', { name: 'Templates' }).waitFor();
    await loaded;
    await page.getByRole('searchbox').click();

    const answered = page.waitForResponse((response) => response.url().endsWith('/api/vitals'));
    // No page is ever hidden in a headless browser, but for one that is left, whose requests nobody can watch.
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    });
    const response = await answered;

    assert.equal(response.status(), 204);
    const { page: pattern, metrics } = response.request().postDataJSON();
    assert.equal(pattern, '/templates');
    assert.ok(metrics.some(({ name }) => name === 'LCP'), JSON.stringify(metrics));
    assert.ok(metrics.some(({ name }) => name === 'CLS'), JSON.stringify(metrics));
  });
});
