/** What Postgres says of itself: connections, statements, indexes. All of it is of now, or since its statistics were reset. */
import * as z from 'zod/mini';

import { getJson } from 'src/lib/api-client';

const time = z.iso.datetime({ offset: true });

const connectionsSchema = z.object({
  active: z.number(),
  idle: z.number(),
  idleInTransaction: z.number(),
  waiting: z.number(),
  total: z.number(),
  limit: z.number(),
  utilisationPercent: z.number(),
  warning: z.nullable(z.string()),
});

const hitRatioSchema = z.object({ blocks: z.number(), hitPercent: z.nullable(z.number()), warning: z.nullable(z.string()) });

const statementSchema = z.object({
  queryid: z.string(),
  text: z.string(),
  calls: z.number(),
  totalMs: z.number(),
  meanMs: z.number(),
  maxMs: z.number(),
  rows: z.number(),
  hitPercent: z.nullable(z.number()),
  reason: z.string(),
  explainable: z.boolean(),
  source: z.nullable(
    z.object({ route: z.string(), what: z.string(), plan: z.nullable(z.string()), sort: z.nullable(z.string()), filter: z.array(z.string()) }),
  ),
});

const activitySchema = z.object({
  thresholds: z.object({ slowMeanMs: z.number(), slowMinCalls: z.number(), slowMaxMs: z.number(), runningMinS: z.number() }),
  statements: z.object({ available: z.boolean(), notice: z.nullable(z.string()), since: z.nullable(time), slow: z.array(statementSchema) }),
  running: z.array(
    z.object({ pid: z.number(), role: z.string(), state: z.string(), seconds: z.number(), waitsFor: z.nullable(z.string()), text: z.string() }),
  ),
  since: z.nullable(time),
  tables: hitRatioSchema,
  indexes: hitRatioSchema,
});

const verdictSchema = z.object({
  schema: z.string(),
  table: z.string(),
  index: z.string(),
  bytes: z.number(),
  reason: z.string(),
  action: z.string(),
  sql: z.string(),
});

const indexesSchema = z.object({
  since: z.nullable(time),
  indexes: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      name: z.string(),
      method: z.string(),
      unique: z.boolean(),
      constraint: z.nullable(z.string()),
      valid: z.boolean(),
      scans: z.number(),
      bytes: z.number(),
    }),
  ),
  unused: z.array(verdictSchema),
  duplicate: z.array(verdictSchema),
  missing: z.array(
    z.object({ schema: z.string(), table: z.string(), rows: z.number(), bytes: z.number(), indexScanPercent: z.number(), reason: z.string(), action: z.string() }),
  ),
  bloated: z.array(verdictSchema),
});

export type Connections = z.infer<typeof connectionsSchema>;
export type Activity = z.infer<typeof activitySchema>;
export type Statement = z.infer<typeof statementSchema>;
export type HitRatio = z.infer<typeof hitRatioSchema>;
export type Indexes = z.infer<typeof indexesSchema>;
export type Verdict = z.infer<typeof verdictSchema>;

export function fetchConnections(signal: AbortSignal): Promise<Connections> {
  return getJson('/api/admin/db-stats', new URLSearchParams(), connectionsSchema, signal);
}

export function fetchActivity(signal: AbortSignal): Promise<Activity> {
  return getJson('/api/admin/performance/database', new URLSearchParams(), activitySchema, signal);
}

export function fetchIndexes(signal: AbortSignal): Promise<Indexes> {
  return getJson('/api/admin/performance/indexes', new URLSearchParams(), indexesSchema, signal);
}
