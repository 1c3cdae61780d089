/** Lighthouse with its desktop settings, signed in by the fragment of the URL as a person is who opens the URL that `cargo xtask up` prints. */
import lighthouse from 'lighthouse';
import desktopConfig from 'lighthouse/core/config/desktop-config.js';

import { isQuick, launchDebuggable, say, signedIn } from './parley.mjs';

const PATHS = ['/', '/review', '/templates'];
const RUNS = isQuick ? 1 : 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/** How often Lighthouse may fail itself, in one run of thirty or so, before its own words are the failure. */
const ATTEMPTS = 3;

async function audit(path) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await auditOnce(path);
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw error;
      }
      say(`Lighthouse ${path} again: ${error.message}`);
    }
  }
}

async function auditOnce(path) {
  const { browser, port } = await launchDebuggable();
  try {
    const { lhr } = await lighthouse(signedIn(path), { port, logLevel: 'error', onlyCategories: CATEGORIES }, desktopConfig);
    const score = (category) => Math.round((lhr.categories[category].score ?? 0) * 100);
    const value = (name) => {
      const { numericValue, errorMessage } = lhr.audits[name];
      if (numericValue === undefined) {
        throw new Error(`${name}: ${lhr.runtimeError?.message ?? errorMessage}`);
      }
      return numericValue;
    };
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      best_practices: score('best-practices'),
      lcp_ms: value('largest-contentful-paint'),
      tbt_ms: value('total-blocking-time'),
      cls: value('cumulative-layout-shift'),
      failed: CATEGORIES.filter((category) => category !== 'performance')
        .flatMap((category) => lhr.categories[category].auditRefs)
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
        .map(({ id }) => id),
    };
  } finally {
    await browser.close();
  }
}

export async function measureLighthouse() {
  const measured = [];
  for (const path of PATHS) {
    say(`Lighthouse ${path}`);
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      runs.push(await audit(path));
    }
    measured.push({ path, runs });
  }
  return measured;
}
