/**
 * What every file of tests needs of a running Parley with demo data. `PARLEY_URL` is the URL that `cargo xtask up` prints after `ready:`.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { findChromium, launchBrowser, withPage } from './browser.mjs';

const parleyUrl = process.env.PARLEY_URL;
const executablePath = findChromium();
const skip =
  (parleyUrl === undefined && 'PARLEY_URL is not set: start Parley with `cargo xtask up` and set it to the printed URL') ||
  (executablePath === null && 'no Chromium found: install one, or name it with CHROMIUM');

const DESKTOP = { viewport: { width: 1440, height: 900 }, locale: 'en-US' };

/** The printed URL with another path or query before its token. */
export function signedIn(pathAndQuery) {
  const { origin, hash } = new URL(parleyUrl);
  return origin + pathAndQuery + hash;
}

/**
 * Calls the API past the dashboard, for what a test needs to be there.
 * @returns the parsed answer.
 */
export async function callApi(method, path, body) {
  const { origin, hash } = new URL(parleyUrl);
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}`, 'content-type': 'application/json' };
  const response = await fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  assert.ok(response.ok, `${method} ${path} was answered with ${response.status}: ${response.ok ? '' : await response.text()}`);
  return response.status === 204 ? null : response.json();
}

/** A conversation of these words that was not there before; `content` makes it another one than any other's. */
export function conversationOf(title, changes = {}) {
  return {
    title,
    tier: 'template',
    turns: [
      { role: 'user', content: `${title}?` },
      { role: 'assistant', content: `${title}.` },
    ],
    ...changes,
  };
}

/** A word that no other run has used. */
export function uniqueWord(prefix) {
  return `${prefix}${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
}

/**
 * Tests of one screen. `body` gets `inBrowser(name, test, options)`: a test on a page of its own, in which the browser has nothing to complain of but what
 * `expectedComplaint` matches.
 */
export function describeInBrowser(screen, body) {
  describe(screen, { skip }, () => {
    let browser;
    before(async () => {
      browser = await launchBrowser(executablePath);
    });
    after(() => browser?.close());
    body((name, test, { context = DESKTOP, expectedComplaint = null } = {}) =>
      it(name, async () => {
        const complaints = await withPage(browser, context, test);
        assert.deepEqual(complaints.filter((complaint) => !expectedComplaint?.test(complaint)), []);
      }),
    );
  });
}
