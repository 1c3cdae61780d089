/** What the tests of every screen share: the running Parley, its sizes of window, and a page of its own for each test. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { findChromium, launchBrowser, withPage } from './browser.mjs';

/** The URL that `cargo xtask up` prints after `ready:`. */
const parleyUrl = process.env.PARLEY_URL;
const executablePath = findChromium();
const skip =
  (parleyUrl === undefined && 'PARLEY_URL is not set: start Parley with `cargo xtask up` and set it to the printed URL') ||
  (executablePath === null && 'no Chromium found: install one, or name it with CHROMIUM');

export const DESKTOP = { viewport: { width: 1440, height: 900 }, locale: 'en-US' };
export const PHONE = { viewport: { width: 380, height: 780 }, locale: 'en-US' };

/** Where Parley runs. */
export const origin = () => new URL(parleyUrl).origin;

/** The token of the printed URL. */
export const token = () => new URL(parleyUrl).hash.replace('#token=', '');

/** The printed URL with another path or query before its token. */
export function signedIn(pathAndQuery = '/') {
  return `${origin()}${pathAndQuery}#token=${token()}`;
}

/**
 * Calls the API past the dashboard: for what a test needs to be there, and for what somebody else does meanwhile.
 * @returns the parsed answer.
 */
export async function callApi(method, path, body) {
  const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' };
  const response = await fetch(origin() + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path} was answered with ${response.status}: ${response.ok ? '' : await response.text()}`);
  return response.status === 204 ? null : response.json();
}

/** A conversation of these words, whose turns make it another one than any other's; `changes` are further members. */
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

/** Rows of data: those below the header that are in the tree of the screen reader. */
export const dataRows = (page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') });

/** Opens the list and waits for its first row. */
export async function openList(page, pathAndQuery) {
  await page.goto(signedIn(pathAndQuery));
  await dataRows(page).first().waitFor();
}

/**
 * A group of tests in one browser. `body` is given what declares a test: on a page of its own, in which the browser has nothing to complain of but what
 * `expectedComplaint` matches.
 */
export function describeInBrowser(title, body) {
  describe(title, { skip }, () => {
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
