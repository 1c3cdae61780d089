/** What was recorded over a window: requests, the cache, web vitals. */
import * as z from 'zod/mini';

import { getJson } from 'src/lib/api-client';

import type { Span } from './performance-search';

const time = z.iso.datetime({ offset: true });
const figure = z.nullable(z.number());

const windowSchema = z.object({ from: time, to: time, stepSeconds: z.number() });

const requestFigures = {
  count: z.number(),
  ratePerSecond: z.number(),
  errors: z.object({ clientError: z.number(), serverError: z.number(), timeout: z.number(), unavailable: z.number() }),
  errorRatePercent: figure,
  meanMs: figure,
  databaseMeanMs: figure,
  p50Ms: figure,
  p95Ms: figure,
  p99Ms: figure,
  maxMs: figure,
};

const requestsSchema = z.object({
  window: windowSchema,
  total: z.object(requestFigures),
  routes: z.array(z.object({ route: z.string(), ...requestFigures })),
  problems: z.array(z.object({ route: z.string(), kind: z.string(), count: z.number() })),
  series: z.array(z.object({ at: time, ...requestFigures })),
});

const cacheFigures = {
  hits: z.number(),
  misses: z.number(),
  hitRatePercent: figure,
  memory: z.number(),
  store: z.number(),
  notModified: z.number(),
  storeErrors: z.number(),
  storeTimeouts: z.number(),
  storeSkipped: z.number(),
};

const cacheSchema = z.object({
  window: windowSchema,
  total: z.object(cacheFigures),
  resources: z.array(z.object({ resource: z.string(), ...cacheFigures })),
  series: z.array(z.object({ at: time, ...cacheFigures })),
});

/** In the order in which a page goes through them. */
export const VITALS = ['TTFB', 'FCP', 'LCP', 'INP', 'CLS'] as const;
export type Vital = (typeof VITALS)[number];

export const RATINGS = ['good', 'needs-improvement', 'poor'] as const;
export type Rating = (typeof RATINGS)[number];

const vitalFigures = {
  metric: z.enum(VITALS),
  count: z.number(),
  p75: z.number(),
  rating: z.enum(RATINGS),
  goodPercent: z.number(),
  needsImprovementPercent: z.number(),
  poorPercent: z.number(),
};

const vitalsSchema = z.object({
  window: windowSchema,
  limits: z.array(z.object({ metric: z.enum(VITALS), good: z.number(), poor: z.number() })),
  metrics: z.array(z.object(vitalFigures)),
  pages: z.array(z.object({ page: z.string(), ...vitalFigures })),
});

export type Window = z.infer<typeof windowSchema>;
export type Requests = z.infer<typeof requestsSchema>;
export type Cache = z.infer<typeof cacheSchema>;
export type WebVitals = z.infer<typeof vitalsSchema>;

/** The series is of one route where one is named. */
export function fetchRequests(window: Span, route: string, signal: AbortSignal): Promise<Requests> {
  const query = new URLSearchParams({ window });
  if (route !== '') {
    query.set('route', route);
  }
  return getJson('/api/admin/performance/api', query, requestsSchema, signal);
}

export function fetchCache(window: Span, signal: AbortSignal): Promise<Cache> {
  return getJson('/api/admin/performance/cache', new URLSearchParams({ window }), cacheSchema, signal);
}

export function fetchWebVitals(window: Span, signal: AbortSignal): Promise<WebVitals> {
  return getJson('/api/admin/performance/web-vitals', new URLSearchParams({ window }), vitalsSchema, signal);
}
