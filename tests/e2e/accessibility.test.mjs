/**
 * Every screen under axe, in light and dark, and on a phone. axe is put into the page before anything else runs: the Content-Security-Policy refuses a script
 * tag, and the page is tested as it is served.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { SCREENS } from './screens.mjs';
import { DESKTOP, describeInBrowser, PHONE } from './support.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The levels A and AA of WCAG up to 2.2, and what axe holds for good practice beside them. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, in words: the rule, what it says, and the first elements. */
async function findings(page, colorScheme) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // A transition of colours would be measured half way.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  const violations = await page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`) }));
  }, RULES);
  return violations.map(({ id, impact, help, nodes }) => `${colorScheme}, ${impact}, ${id}: ${help}\n${nodes.join('\n')}`);
}

describeInBrowser('accessibility', (inBrowser) => {
  for (const { name, open } of SCREENS) {
    inBrowser(
      `axe finds nothing on ${name}, in light or dark`,
      async (page) => {
        await page.addInitScript({ path: AXE });
        await open(page);

        const found = [...(await findings(page, 'light')), ...(await findings(page, 'dark'))];

        assert.equal(found.join('\n\n'), '');
      },
      { context: { ...DESKTOP, reducedMotion: 'reduce' } },
    );

    inBrowser(
      `${name} fits a phone`,
      async (page) => {
        await open(page);

        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      },
      { context: PHONE },
    );
  }
});
