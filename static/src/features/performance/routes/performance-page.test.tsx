import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { renderApp } from 'src/test/render-app';
import { type ApiCall, jsonResponse, problemResponse, stubApi } from 'src/test/stub-api';

// Compiled before the first test, which would wait for it.
import './performance-page';

// A canvas, which jsdom has not. What it draws stands in the table of the steps too.
vi.mock('uplot', () => ({
  default: class {
    setData = vi.fn();
    setSize = vi.fn();
    redraw = vi.fn();
    destroy = vi.fn();
  },
}));

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => new EventTarget());
});

const ADMIN = `eyJ.${btoa('{"role":"admin"}').replaceAll('=', '')}.c2ln`;
const REVIEWER = `eyJ.${btoa('{"role":"reviewer"}').replaceAll('=', '')}.c2ln`;

const LIST = 'GET /api/conversations';
const window1h = { from: '2026-11-23T20:00:00.000000Z', to: '2026-11-23T20:02:00.000000Z', stepSeconds: 60 };
const errors = { clientError: 3, serverError: 0, timeout: 0, unavailable: 1 };
const figures = { count: 1200, ratePerSecond: 0.33, errors, errorRatePercent: 0.083, meanMs: 4.118, databaseMeanMs: 1.73, p50Ms: 3.201, p95Ms: 9.874, p99Ms: 21.36, maxMs: 84.02 };
const requests = {
  window: window1h,
  total: figures,
  routes: [{ route: LIST, ...figures }],
  problems: [{ route: LIST, kind: 'invalid-request', count: 3 }],
  series: [{ at: '2026-11-23T20:01:00.000000Z', ...figures }],
};
const nothing = { count: 0, ratePerSecond: 0, errors: { clientError: 0, serverError: 0, timeout: 0, unavailable: 0 }, errorRatePercent: null, meanMs: null, databaseMeanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null };
const hits = { hits: 950, misses: 50, hitRatePercent: 95, memory: 700, store: 250, notModified: 120, storeErrors: 1, storeTimeouts: 1, storeSkipped: 14 };
const cache = { window: window1h, total: hits, resources: [{ resource: 'list', ...hits }], series: [] };
const lcp = { metric: 'LCP', count: 240, p75: 2840.5, rating: 'needs-improvement', goodPercent: 60, needsImprovementPercent: 38, poorPercent: 2 };
const vitals = { window: window1h, limits: [{ metric: 'LCP', good: 2500, poor: 4000 }], metrics: [lcp], pages: [{ page: '/review', ...lcp }], series: [] };
const connections = { active: 1, idle: 11, idleInTransaction: 0, waiting: 0, hidden: 0, total: 12, limit: 97, utilisationPercent: 12.4, warning: null };
const slow = {
  queryid: '-6021463035301625487', text: 'SELECT id FROM conversations WHERE persona = $1', calls: 120, totalMs: 4800, meanMs: 40, maxMs: 90, stddevMs: 5, rows: 240, hitPercent: 99.5,
  reason: 'its mean is 40 ms', explainable: true, source: { route: LIST, what: 'a page', plan: 'collect', sort: 'title', filter: ['persona'] },
};
const activity = {
  thresholds: { slowMeanMs: 20, slowMinCalls: 100, slowMaxMs: 500, runningMinS: 60 },
  statements: { available: true, notice: null, since: null, slow: [slow] },
  running: [],
  since: null,
  tables: { blocks: 100_000, hitPercent: 99.9, warning: null },
  indexes: { blocks: 100_000, hitPercent: 99.9, warning: null },
};
const indexes = {
  since: null,
  thresholds: {},
  indexes: [],
  unused: [{ schema: 'public', table: 'conversations', index: 'idx_old', bytes: 20_971_520, reason: '20 MB and not one scan', action: 'Make sure, then drop it.', sql: 'DROP INDEX CONCURRENTLY "public"."idx_old";' }],
  duplicate: [],
  missing: [],
  bloated: [],
};
const alert = { name: 'cache_hit_rate', metric: 'cache.hit_rate', comparison: 'below', threshold: 80, unit: 'percent', windowSeconds: 300, enabled: true, state: 'ok', stateSince: '2026-11-23T20:00:00.000000Z', value: 95, updatedBy: 'system' };
const planNode = {
  id: 0, parent: null, depth: 0, kind: 'Seq Scan', role: null, table: 'conversations', index: null, conditions: [{ kind: 'Filter', text: '(persona = $1)' }], expectedRows: 10, rows: 1000, loops: 1,
  estimateError: 100, removedRows: 5000, cost: 900, ownCost: 900, timeMs: 12, ownTimeMs: 12, buffers: { hit: 40, read: 2, temporary: 0 }, slowest: true,
};
const explanation = {
  plan: 'collect',
  analyzed: true,
  notice: null,
  statements: [
    {
      section: 'whole',
      text: 'SELECT 1',
      tree: { planningMs: 1, executionMs: 12, cost: 900, settings: {}, nodes: [planNode] },
      suggestions: [{ table: 'conversations', method: 'btree', columns: ['persona'], reason: 'it is filtered by persona', sql: 'CREATE INDEX CONCURRENTLY ON conversations (persona);' }],
      hypothetical: null,
    },
  ],
};

const ANSWERS: Record<string, unknown> = {
  '/api/admin/performance/api': requests,
  '/api/admin/performance/cache': cache,
  '/api/admin/performance/web-vitals': vitals,
  '/api/admin/db-stats': connections,
  '/api/admin/performance/database': activity,
  '/api/admin/performance/indexes': indexes,
  '/api/admin/alerts': { alerts: [alert] },
  '/api/admin/explain': explanation,
};

function stub(answer: (call: ApiCall) => Response | undefined = () => undefined) {
  return stubApi((call) => answer(call) ?? jsonResponse(ANSWERS[call.url.pathname]));
}

const panel = (name: string) => screen.findByRole('region', { name });

function open(path = '/admin/performance') {
  renderApp(path, { token: ADMIN });
  return userEvent.setup();
}

describe('figures', () => {
  it('stand in cards and in the table of routes', async () => {
    stub();
    open();

    expect(await screen.findByText('4.12 ms', { selector: 'p' })).toBeInTheDocument();
    expect(await screen.findByText('12 of 97')).toBeInTheDocument();
    const routes = await screen.findByRole('table', { name: 'Response times by route' });
    expect(within(routes).getByRole('row', { name: /GET \/api\/conversations 1,200/ })).toBeInTheDocument();
  });

  it('of the database stand beside those of the whole request', async () => {
    stub();
    open();

    const card = await panel('Database time');
    expect(await within(card).findByText('1.73 ms')).toBeInTheDocument();
    expect(card).toHaveTextContent('42 % of a response');
    const routes = await screen.findByRole('table', { name: 'Response times by route' });
    expect(within(routes).getByRole('row', { name: /4\.12 ms 1\.73 ms/ })).toBeInTheDocument();
  });

  it('of web vitals are rated in words', async () => {
    stub();
    open();

    const row = await screen.findByRole('row', { name: /\/review/ });
    expect(row).toHaveTextContent('2,841 ms');
    expect(row).toHaveTextContent('needs improvement');
  });

  it('of one route are asked for when it is chosen, and it stands in the URL', async () => {
    const calls = stub();
    const user = open();

    await user.click(await screen.findByRole('button', { name: LIST }));

    await waitFor(() => { expect(window.location.search).toContain('route='); });
    await waitFor(() => { expect(calls.some(({ url }) => url.searchParams.get('route') === LIST)).toBe(true); });
  });

  it('are of the chosen time', async () => {
    const calls = stub();
    const user = open();

    await user.click(await screen.findByRole('radio', { name: '7 days' }));

    await waitFor(() => { expect(calls.filter(({ url }) => url.searchParams.get('window') === '7d').map(({ url }) => url.pathname).toSorted()).toEqual(['/api/admin/performance/api', '/api/admin/performance/cache', '/api/admin/performance/web-vitals']); });
    expect(window.location.search).toBe('?window=7d');
  });

  it('can be read as a table, step by step', async () => {
    stub();
    const user = open();

    await user.click(await screen.findByRole('button', { name: 'Steps as a table' }));

    expect(await screen.findByRole('table', { name: 'Response times of all routes by step' })).toBeInTheDocument();
  });
});

describe('where there is nothing yet', () => {
  it('says what to do', async () => {
    stub(({ url }) => {
      switch (url.pathname) {
        case '/api/admin/performance/api':
          return jsonResponse({ ...requests, total: nothing, routes: [], problems: [], series: [] });
        case '/api/admin/performance/web-vitals':
          return jsonResponse({ ...vitals, metrics: [], pages: [] });
        case '/api/admin/performance/indexes':
          return jsonResponse({ ...indexes, unused: [] });
        case '/api/admin/performance/database':
          return jsonResponse({ ...activity, statements: { available: false, notice: 'Load pg_stat_statements.', since: null, slow: [] } });
        default:
          return undefined;
      }
    });
    open();

    expect(await screen.findByText('No request in this time')).toBeInTheDocument();
    expect(await panel('Database time')).toHaveTextContent('No request yet');
    expect(await screen.findByText('No page has reported yet')).toBeInTheDocument();
    expect(await screen.findByText('No index needs attention')).toBeInTheDocument();
    expect(await screen.findByText('Load pg_stat_statements.')).toBeInTheDocument();
  });
});

describe('a part that fails', () => {
  it('says so and tries again, and leaves the others', async () => {
    let isDown = true;
    stub(({ url }) => (isDown && url.pathname === '/api/admin/performance/indexes' ? problemResponse(500, 'Unexpected', 'Look at the log.') : undefined));
    const user = open();
    const broken = await panel('Indexes');
    expect(await within(broken).findByRole('alert')).toHaveTextContent('Look at the log.');
    expect(await screen.findByRole('table', { name: 'The cache by resource' })).toBeInTheDocument();

    isDown = false;
    await user.click(within(broken).getByRole('button', { name: 'Retry' }));

    expect(await within(broken).findByText('idx_old')).toBeInTheDocument();
  });
});

describe('alerts', () => {
  it('send what was changed, and show what comes of it', async () => {
    const calls = stub(({ method }) => (method === 'PUT' ? jsonResponse({ alerts: [{ ...alert, threshold: 99, state: 'firing' }] }) : undefined));
    const user = open();
    const field = await screen.findByRole('textbox', { name: 'Threshold of Cache hit rate' });

    await user.clear(field);
    await user.type(field, '99');
    await user.click(screen.getByRole('button', { name: 'Save thresholds' }));

    expect(await screen.findByText('firing')).toBeInTheDocument();
    expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ alerts: [{ name: 'cache_hit_rate', threshold: 99 }] });
  });

  it('are not sent with a threshold that cannot be', async () => {
    stub();
    const user = open();
    const field = await screen.findByRole('textbox', { name: 'Threshold of Cache hit rate' });

    await user.clear(field);
    await user.type(field, '101');

    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription('A number from 0 to 100');
    expect(screen.getByRole('button', { name: 'Save thresholds' })).toBeDisabled();
  });
});

describe('plans', () => {
  it('of a filter show where the time goes and what would help', async () => {
    const calls = stub();
    const user = open();
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Status' }), 'approved');
    await user.click(screen.getByRole('checkbox', { name: 'Run it' }));
    await user.click(screen.getByRole('button', { name: 'Show plan' }));

    const tree = await screen.findByRole('table', { name: 'Plan: The whole page' });
    expect(within(tree).getByRole('row', { name: /Seq Scan/ })).toHaveTextContent('takes most');
    expect(within(tree).getByRole('row', { name: /Seq Scan/ })).toHaveTextContent('× 100');
    expect(screen.getByText('it is filtered by persona')).toBeInTheDocument();
    expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ filter: { status: ['approved'] }, analyze: true });
  });

  it('of a slow statement are asked for by its number', async () => {
    const calls = stub();
    const user = open();

    await user.click(await screen.findByRole('button', { name: 'Plan' }));

    expect(await screen.findByRole('table', { name: 'Plan: The whole page' })).toBeInTheDocument();
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ queryid: slow.queryid });
  });

  it('name the field that is refused', async () => {
    stub(({ method }) =>
      method === 'POST'
        ? new Response(JSON.stringify({ title: 'Invalid request', status: 400, detail: 'quality_min is too large', errors: [{ field: 'filter.quality_min', code: 'out_of_range', message: '0 to 10' }] }), { status: 400 })
        : undefined,
    );
    const user = open();

    await user.click(await screen.findByRole('button', { name: 'Show plan' }));

    await waitFor(() => { expect(screen.getByRole('spinbutton', { name: 'Quality from' })).toHaveAccessibleDescription('0 to 10'); });
  });
});

describe('anybody else than an admin', () => {
  it('is told who it is for, and nothing is asked of the API', async () => {
    const calls = stub();
    renderApp('/admin/performance', { token: REVIEWER });

    expect(await screen.findByRole('heading', { name: 'This screen is for admins' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Performance' })).not.toBeInTheDocument();
    expect(calls).toEqual([]);
  });
});
