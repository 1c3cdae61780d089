// The ordinary hour of baseline.js for ten minutes, or for as long as PARLEY_SECONDS says.
//
// Limits: no errors. That the host's memory stays is seen by whoever starts this: `cargo xtask bench load`.

import { options as common, seconds, work } from './desk.js';

export { handleSummary, setup, teardown } from './desk.js';

const PAUSE_MS = 250;

export const options = common(
  { desk: { executor: 'constant-vus', vus: 50, duration: `${seconds(600)}s`, exec: 'desk' } },
  { failed: ['count<1'], refused: ['count<1'] },
);

export function desk(own) {
  work(own, PAUSE_MS);
}
