// More and more people, up to 500, none of whom ever rests: each sends the next request when the last is answered.
//
// Limits: performance.md's stress. Being told when to come back is an answer; anything else that is none is a failure.

import { ALWAYS, options as common, seconds, work } from './desk.js';

export { handleSummary, setup, teardown } from './desk.js';

const USERS = [50, 100, 200, 300, 400, 500];
const step = seconds(120) / USERS.length;
const name = (users) => `users_${users}`;

export const options = common(
  Object.fromEntries(
    USERS.map((users, place) => [
      name(users),
      {
        executor: 'constant-vus',
        vus: users,
        startTime: `${Math.round(step * place * 1000)}ms`,
        duration: `${Math.round(step * 1000)}ms`,
        exec: 'desk',
      },
    ]),
  ),
  {
    failed: ['count<1'],
    ...Object.fromEntries(USERS.map((users) => [`http_req_duration{scenario:${name(users)}}`, ALWAYS])),
  },
);

export function desk(own) {
  work(own, 0);
}
