// What people do at the desk, request by request, and what is counted of it. Every script here is so many of them.
//
//   PARLEY_URL       where Parley serves; several with commas between them, which users are spread over
//   PARLEY_REVIEWER  the token of somebody who edits and approves
//   PARLEY_ADMIN     the token of somebody who deletes what was made for the run
//   PARLEY_SECONDS   how long the run takes, in place of the script's own time
//   PARLEY_SUMMARY   where the figures go as JSON
//
// Users read the list under every filter and sort of the matrix, count it, open what they find, look up templates,
// scenarios and edge cases, and one request in twenty edits or decides. What is edited was made for the run and is deleted
// after it, so that the data stays what it was.

import http from 'k6/http';
import exec from 'k6/execution';
import { sleep } from 'k6';
import { Counter, Rate, Trend } from 'k6/metrics';

const ORIGINS = (__ENV.PARLEY_URL || 'http://127.0.0.1:3000').split(',');
const FILTERS = JSON.parse(open('./filters.json'));
const SORTS = ['created_at', 'updated_at', 'quality_score', 'title', 'total_turns'].flatMap((key) => [
  `sort_by=${key}&sort_dir=asc`,
  `sort_by=${key}&sort_dir=desc`,
]);
const LIBRARY = ['templates', 'scenarios', 'edge-cases'];

// Users who also write, each a conversation of their own: a version that somebody else has passed is no fault of Parley.
const WRITERS = 50;

// Where the next decision takes a conversation from.
const DECISION = {
  draft: 'pending_review',
  pending_review: 'approved',
  approved: 'needs_revision',
  needs_revision: 'pending_review',
};

const STATUSES = [0, 200, 201, 204, 304, 400, 401, 403, 404, 409, 412, 422, 429, 500, 502, 503, 504];

const byStatus = new Map(STATUSES.map((status) => [status, new Counter(`status_${status}`)]));
const otherStatus = new Counter('status_other');
// A 503 with Retry-After says when to come back; anything else that is not an answer is a failure.
const refused = new Counter('refused');
const failed = new Counter('failed');
const libraryCacheHit = new Rate('library_cache_hit');
// What Parley itself says an answer took, in milliseconds: the same number that it records.
const ownAccount = new Trend('own_account', true);

const ROUTES = [
  'GET /api/conversations',
  'GET /api/conversations/count',
  'GET /api/conversations/facets',
  'GET /api/conversations/:id',
  'PATCH /api/conversations/:id',
  ...LIBRARY.flatMap((resource) => [`GET /api/${resource}`, `GET /api/${resource}/:id`]),
];

// A threshold that always holds: k6 keeps figures apart by tag only where a threshold asks for them.
export const ALWAYS = ['min>=0'];

/** How long a run takes, in seconds. */
export function seconds(usual) {
  return Number(__ENV.PARLEY_SECONDS || usual);
}

/** Options of every script, with its own scenarios and thresholds. */
export function options(scenarios, thresholds) {
  const perRoute = ROUTES.map((route) => [`http_req_duration{name:${route}}`, ALWAYS]);
  return {
    discardResponseBodies: true,
    summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(95)', 'p(99)', 'count'],
    setupTimeout: '120s',
    teardownTimeout: '120s',
    scenarios,
    thresholds: { ...Object.fromEntries(perRoute), own_account: ALWAYS, ...thresholds },
  };
}

/** Makes what users write to. */
export function setup() {
  const created = together(
    Array.from({ length: WRITERS }, (_, number) =>
      request('POST', '/api/conversations', '/api/conversations', {
        body: {
          title: `Under load ${number}`,
          tier: 'template',
          turns: [
            { role: 'user', content: 'Should I fix the rate?' },
            { role: 'assistant', content: 'For how long do you mean to stay?' },
          ],
        },
        keep: true,
      }),
    ),
  );
  return created.map((answer) => {
    if (answer.status !== 201) throw new Error(`POST /api/conversations was answered ${answer.status}: ${answer.body}`);
    return answer.json('id');
  });
}

/** Deletes it. */
export function teardown(own) {
  together(
    own.map((id) =>
      request('DELETE', '/api/conversations/:id', `/api/conversations/${id}`, { token: __ENV.PARLEY_ADMIN }),
    ),
  );
}

/** The figures, as JSON for `cargo xtask bench load`, or on standard output. */
export function handleSummary(data) {
  return { [__ENV.PARLEY_SUMMARY || 'stdout']: JSON.stringify(data, null, 2) };
}

// What one user has in front of them.
const view = { ids: [], library: [], status: 'draft' };

/** One thing that a user does; `pause` is the mean time between two requests, in milliseconds. */
export function work(own, pause) {
  const chance = Math.random();
  if (chance < 0.45) browse(pause);
  else if (chance < 0.55) facets();
  else if (chance < 0.75) openOne();
  else if (chance < 0.95) lookUp();
  else write(own, pause);
  rest(pause);
}

function browse(pause) {
  const filter = pick(FILTERS);
  const query = [filter, pick(SORTS)].filter(Boolean).join('&');
  const page = ask('GET', '/api/conversations', `/api/conversations?${query}`, { keep: true });
  rest(pause);
  ask('GET', '/api/conversations/count', `/api/conversations/count${filter && `?${filter}`}`);
  if (page.status !== 200) return;
  const { data, pagination } = page.json();
  view.ids = data.map((row) => row.id);
  if (pagination.nextCursor && Math.random() < 0.4) {
    rest(pause);
    ask('GET', '/api/conversations', `/api/conversations?${query}&cursor=${encodeURIComponent(pagination.nextCursor)}`);
  }
}

function facets() {
  const filter = pick(FILTERS);
  ask('GET', '/api/conversations/facets', `/api/conversations/facets${filter && `?${filter}`}`);
}

function openOne() {
  if (view.ids.length === 0) return facets();
  return ask('GET', '/api/conversations/:id', `/api/conversations/${pick(view.ids)}`);
}

function lookUp() {
  const resource = pick(LIBRARY);
  const known = view.library.filter((entry) => entry.resource === resource);
  if (known.length === 0 || Math.random() < 0.5) {
    const answer = ask('GET', `/api/${resource}`, `/api/${resource}`, { keep: true });
    libraryCacheHit.add(answer.headers['X-Cache-Hit'] === 'true');
    // People come back to what stands at the top.
    if (answer.status === 200 && known.length === 0) {
      view.library.push(...answer.json('data').slice(0, 10).map(({ id }) => ({ resource, id })));
    }
  } else {
    const answer = ask('GET', `/api/${resource}/:id`, `/api/${resource}/${pick(known).id}`);
    libraryCacheHit.add(answer.headers['X-Cache-Hit'] === 'true');
  }
}

function write(own, pause) {
  const id = own[exec.vu.idInTest - 1];
  if (!id) return openOne();
  const path = `/api/conversations/${id}`;
  const isDecision = Math.random() < 0.5;
  const body = isDecision ? { status: DECISION[view.status] } : { qualityScore: Math.round(Math.random() * 100) / 10 };
  const answer = ask('PATCH', '/api/conversations/:id', path, { body });
  if (answer.status === 200) {
    if (isDecision) view.status = body.status;
    return undefined;
  }
  // Whether it was written before the answer was lost is seen by looking.
  rest(pause);
  const found = ask('GET', '/api/conversations/:id', path, { keep: true });
  if (found.status === 200) view.status = found.json('status');
  return undefined;
}

function ask(method, route, path, options) {
  const { url, body, params } = request(method, route, path, options);
  return counted(http.request(method, url, body, params));
}

/** Several requests at once; their answers in the same order. */
function together(requests) {
  return http.batch(requests).map(counted);
}

function request(method, route, path, { body, token = __ENV.PARLEY_REVIEWER, keep = false } = {}) {
  const origin = ORIGINS[(exec.vu.idInTest || 0) % ORIGINS.length];
  const headers = { Authorization: `Bearer ${token}`, 'Accept-Encoding': 'gzip' };
  if (body) headers['Content-Type'] = 'application/json';
  return {
    method,
    url: origin + path,
    body: body && JSON.stringify(body),
    params: { headers, tags: { name: `${method} ${route}` }, responseType: keep ? 'text' : 'none' },
  };
}

function counted(answer) {
  (byStatus.get(answer.status) || otherStatus).add(1);
  if (answer.status === 503 && answer.headers['Retry-After']) refused.add(1);
  else if (answer.status < 200 || answer.status >= 400) failed.add(1);
  const own = /app;dur=([\d.]+)/.exec(answer.headers['Server-Timing'] || '');
  if (own) ownAccount.add(Number(own[1]));
  return answer;
}

/** Between half and one and a half of the mean. */
function rest(pause) {
  if (pause > 0) sleep((pause * (0.5 + Math.random())) / 1000);
}

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}
