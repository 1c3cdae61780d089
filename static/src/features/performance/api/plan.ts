/** Plans of Postgres: what can be asked for, and the tree that comes back as a flat list, each node before its children. */
import * as z from 'zod/mini';

import { sendJson } from 'src/lib/api-client';

const figure = z.nullable(z.number());

const nodeSchema = z.object({
  id: z.number(),
  parent: z.nullable(z.number()),
  depth: z.number(),
  kind: z.string(),
  role: z.nullable(z.string()),
  table: z.nullable(z.string()),
  index: z.nullable(z.string()),
  conditions: z.array(z.object({ kind: z.string(), text: z.string() })),
  expectedRows: z.number(),
  rows: figure,
  loops: figure,
  estimateError: figure,
  removedRows: figure,
  cost: z.number(),
  ownCost: z.number(),
  timeMs: figure,
  ownTimeMs: figure,
  buffers: z.object({ hit: z.number(), read: z.number(), temporary: z.number() }),
  slowest: z.boolean(),
});

const explanationSchema = z.object({
  plan: z.nullable(z.string()),
  analyzed: z.boolean(),
  notice: z.nullable(z.string()),
  statements: z.array(
    z.object({
      section: z.nullable(z.string()),
      text: z.nullable(z.string()),
      tree: z.object({ planningMs: figure, executionMs: figure, cost: z.number(), nodes: z.array(nodeSchema) }),
      suggestions: z.array(z.object({ table: z.string(), columns: z.array(z.string()), reason: z.string(), sql: z.string() })),
      hypothetical: z.nullable(z.object({ cost: z.number(), nodes: z.array(nodeSchema) })),
    }),
  ),
});

export type PlanNode = z.infer<typeof nodeSchema>;
export type Explanation = z.infer<typeof explanationSchema>;

/** A filter as the form holds it: empty texts select nothing. */
export interface PlanForm {
  query: 'list' | 'count';
  status: string;
  tier: string;
  qualityMin: string;
  qualityMax: string;
  search: string;
  category: string;
  sortBy: string;
  sortDir: 'asc' | 'desc';
  analyze: boolean;
}

export const EMPTY_FORM: PlanForm = {
  query: 'list',
  status: '',
  tier: '',
  qualityMin: '',
  qualityMax: '',
  search: '',
  category: '',
  sortBy: 'created_at',
  sortDir: 'desc',
  analyze: false,
};

/** What can be explained. */
export type PlanSubject = { form: PlanForm } | { queryid: string };

/** The body that asks for a plan. */
export function requestOf(subject: PlanSubject): object {
  if ('queryid' in subject) {
    return { queryid: subject.queryid };
  }
  const { query, status, tier, qualityMin, qualityMax, search, category, sortBy, sortDir, analyze } = subject.form;
  const filter = {
    ...(status === '' ? {} : { status: [status] }),
    ...(tier === '' ? {} : { tier: [tier] }),
    ...(qualityMin === '' ? {} : { quality_min: Number(qualityMin) }),
    ...(qualityMax === '' ? {} : { quality_max: Number(qualityMax) }),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    ...(category.trim() === '' ? {} : { category: [category.trim()] }),
  };
  return query === 'count' ? { filter, query, analyze } : { filter, query, sortBy, sortDir, analyze };
}

export function fetchPlan(subject: PlanSubject): Promise<Explanation> {
  return sendJson('POST', '/api/admin/explain', requestOf(subject), explanationSchema);
}

/** How many times too many or too few rows were expected from which on it is marked: a planner that is off by ten chooses badly. */
export const BAD_ESTIMATE = 10;

/** The nodes that are seen while the children of `closed` are not. */
export function visibleNodes(nodes: readonly PlanNode[], closed: ReadonlySet<number>): PlanNode[] {
  const hidden = new Set<number>();
  return nodes.filter(({ id, parent }) => {
    if (parent !== null && (closed.has(parent) || hidden.has(parent))) {
      hidden.add(id);
      return false;
    }
    return true;
  });
}

/** The share of a node's own time in that of the whole plan, in percent; of its own cost where the plan was not run. */
export function sharePercent({ ownTimeMs, ownCost }: PlanNode, [root]: readonly PlanNode[]): number {
  const [own, whole] = ownTimeMs !== null && root?.timeMs != null ? [ownTimeMs, root.timeMs] : [ownCost, root?.cost ?? 0];
  return whole > 0 ? Math.min(100, (100 * own) / whole) : 0;
}
