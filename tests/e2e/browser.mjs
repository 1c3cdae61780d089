/**
 * The browser that the tests run in: the machine's own Chromium (`CHROMIUM` names another), with an empty profile for each test and nothing that calls home.
 */
import { execFileSync } from 'node:child_process';

import { chromium } from 'playwright-core';

const CANDIDATES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium, or null if the machine has none. */
export function findChromium() {
  if (process.env.CHROMIUM) {
    return process.env.CHROMIUM;
  }
  for (const name of CANDIDATES) {
    try {
      return execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim();
    } catch {
      continue;
    }
  }
  return null;
}

/** Starts a browser, with more arguments if there are any; the caller closes it. */
export function launchBrowser(executablePath, more = []) {
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] });
}

/**
 * Opens a page of its own and hands it to `body`. Returns what the browser complained of meanwhile: errors on the console, exceptions and violations of the
 * Content-Security-Policy.
 */
export async function withPage(browser, options, body) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy')) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    await body(page);
    return complaints;
  } finally {
    await context.close();
  }
}
