/**
 * Web vitals as the browser measured them (https://web.dev/articles/vitals), sent when the page is hidden: the last moment at which a page is sure to run. A
 * beacon cannot carry the token; `fetch` with `keepalive` can, and outlives the page as well. They belong to the screen that was loaded; what one moves on to
 * within the page counts for it, as in Chrome's own reports. Nobody waits for this: what fails is lost, and nothing is said.
 */
import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';

import { readToken } from 'src/lib/session';

/** The API takes no more metrics in one report. */
const MOST_METRICS = 50;
/** The API takes no larger value, an hour in milliseconds: a tab that slept says such things. */
const MAX_VALUE = 3_600_000;
/** How long not to send where a 429 does not say, in seconds: the API counts reports by the minute. */
const DEFAULT_WAIT_S = 60;

/** Begins to measure. `page` is the pattern of the page's path, without the ids in it. */
export function reportVitals(page: string): void {
  /** By the id of the measurement, as its value may still grow. */
  const waiting = new Map<string, Pick<Metric, 'name' | 'value'>>();
  const sent = new Set<string>();
  let silentUntil = 0;

  const note = ({ id, name, value }: Metric) => {
    if (!sent.has(id)) {
      waiting.set(id, { name, value: Math.min(value, MAX_VALUE) });
    }
  };
  for (const measure of [onCLS, onINP, onLCP, onFCP, onTTFB]) {
    measure(note);
  }

  const send = () => {
    const token = readToken();
    if (token === null || waiting.size === 0 || Date.now() < silentUntil) {
      return;
    }
    const ids = [...waiting.keys()].slice(0, MOST_METRICS);
    const body = JSON.stringify({ page, metrics: ids.map((id) => waiting.get(id)) });
    for (const id of ids) {
      waiting.delete(id);
      sent.add(id);
    }
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    fetch('/api/vitals', { method: 'POST', keepalive: true, headers, body }).then(
      ({ status, headers: answered }) => {
        if (status === 429) {
          silentUntil = Date.now() + 1000 * Number(answered.get('retry-after') ?? DEFAULT_WAIT_S);
        }
      },
      () => undefined,
    );
  };
  // On the document, and so after the library's own listeners on the window, which come to their last values at the same event.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      send();
    }
  });
}
