/** The Parley that is measured, as its environment names it: where it runs, a token, and how thorough the run is. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { extname } from 'node:path';

import { findChromium, launchBrowser } from '../../e2e/browser.mjs';

const required = (name) => {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: these measurements are run by \`cargo xtask bench dashboard\``);
  }
  return value;
};

const { origin, hash } = new URL(required('PARLEY_URL'));

export const token = hash.replace('#token=', '');
export { origin };

/** Builds of the dashboard that are made for measuring alone: with React's profiler, and with a cache that keeps nothing. */
export const profilingBundle = process.env.PARLEY_PROFILING_BUNDLE;
export const uncachedBundle = process.env.PARLEY_UNCACHED_BUNDLE;

/** Only sees that everything runs. */
export const isQuick = process.env.PARLEY_QUICK !== undefined;

/** A URL that signs in. */
export const signedIn = (pathAndQuery) => `${origin}${pathAndQuery}${hash}`;

export const DESKTOP = { viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' };

/** A call of the API beside the browser. */
export async function callApi(path, init = {}) {
  const response = await fetch(`${origin}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
  });
  if (!response.ok) {
    throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${await response.text()}`);
  }
  return response.json();
}

/** Whether the API finds rows by their place in the list. */
export const knowsRanks = () => callApi('/api/conversations?rank=0&limit=1').then(() => true, () => false);

const chromiumPath = findChromium();

export function launch(more = []) {
  if (chromiumPath === null) {
    throw new Error('there is no Chromium: install one, or name it with CHROMIUM');
  }
  return launchBrowser(chromiumPath, more);
}

/** A browser that listens for DevTools as well, and where. */
export async function launchDebuggable() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return { browser: await launch([`--remote-debugging-port=${port}`]), port };
}

const QUIET_MS = 200;
const POLL_MS = 20;

/**
 * What waits until nothing has been on its way to or from the page for a while. The automation's own `networkidle` holds of a page for ever once it has held.
 */
function watchNetwork(page) {
  const pending = new Set();
  let lastAt = Date.now();
  const note = (change) => (request) => {
    change(request);
    lastAt = Date.now();
  };
  page.on('request', note((request) => pending.add(request)));
  page.on('requestfinished', note((request) => pending.delete(request)));
  page.on('requestfailed', note((request) => pending.delete(request)));
  return async () => {
    lastAt = Date.now();
    while (pending.size > 0 || Date.now() - lastAt < QUIET_MS) {
      await page.waitForTimeout(POLL_MS);
    }
  };
}

const watched = new WeakMap();

/** Waits until a page of `withFreshPage` has all it asked for. */
export const settled = (page) => watched.get(page)();

/** Runs `body` on a page of its own, in a context with an empty cache. */
export async function withFreshPage(browser, body, prepare = async () => undefined) {
  const context = await browser.newContext(DESKTOP);
  try {
    await prepare(context);
    const page = await context.newPage();
    watched.set(page, watchNetwork(page));
    return await body(page);
  } finally {
    await context.close();
  }
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** Serves another build of the dashboard to a context, in the place of the one that the host has. The API stays the host's. */
export async function serveBundle(context, folder) {
  await context.route((url) => url.origin === origin && !url.pathname.startsWith('/api/'), async (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = path.includes('.') ? path : '/index.html';
    await route.fulfill({ body: await readFile(folder + file), contentType: TYPES[extname(file)] ?? 'application/octet-stream' });
  });
}

/** Says on the terminal what is being measured; standard output is for nobody. */
export const say = (text) => process.stderr.write(`  ${text}\n`);
