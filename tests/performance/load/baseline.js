// An ordinary hour: 50 people, each resting a quarter of a second between two requests.
//
// Limits: performance.md's list page at 50 users, its cache hit rate, and no errors.

import { ALWAYS, options as common, seconds, work } from './desk.js';

export { handleSummary, setup, teardown } from './desk.js';

const PAUSE_MS = 250;

export const options = common(
  { desk: { executor: 'constant-vus', vus: 50, duration: `${seconds(60)}s`, exec: 'desk' } },
  {
    failed: ['count<1'],
    refused: ['count<1'],
    'http_req_duration{name:GET /api/conversations}': ['p(95)<50'],
    'http_req_duration{scenario:desk}': ALWAYS,
    library_cache_hit: ['rate>0.95'],
  },
);

export function desk(own) {
  work(own, PAUSE_MS);
}
