// A spike: 10 people, 100 within a moment, 10 again; each rests a quarter of a second between two requests.
//
// Limits: performance.md's spike.

import { options as common, seconds, work } from './desk.js';

export { handleSummary, setup, teardown } from './desk.js';

const PAUSE_MS = 250;
const whole = seconds(80);
const part = (share) => `${Math.round(whole * share * 1000)}ms`;

export const options = common(
  {
    desk: {
      executor: 'ramping-vus',
      startVUs: 10,
      stages: [
        { duration: part(0.25), target: 10 },
        { duration: part(0.05), target: 100 },
        { duration: part(0.4), target: 100 },
        { duration: part(0.05), target: 10 },
        { duration: part(0.25), target: 10 },
      ],
      exec: 'desk',
    },
  },
  {
    failed: ['count<1'],
    refused: ['count<1'],
    http_req_duration: ['p(95)<250'],
  },
);

export function desk(own) {
  work(own, PAUSE_MS);
}
