/** One action on many conversations, and its undo. */
import * as z from 'zod/mini';

import { getJson, sendJson } from './api-client';
import type { Status } from './conversation';

/** Each action with its words and the status it moves to. */
export const BULK_ACTIONS = {
  approve: { label: 'Approve', to: 'approved' },
  reject: { label: 'Reject', to: 'rejected' },
  needs_revision: { label: 'Needs revision', to: 'needs_revision' },
  submit: { label: 'Submit for review', to: 'pending_review' },
  archive: { label: 'Archive', to: 'archived' },
  restore: { label: 'Back to draft', to: 'draft' },
} as const satisfies Record<string, { label: string; to: Status }>;
export type BulkAction = keyof typeof BULK_ACTIONS;

/** The API refuses more ids in one request. */
export const MAX_BULK_IDS = 1_000;
/** The API refuses a filter that may change more than this. */
export const MAX_AFFECTED = 1_000_000;

/** These conversations, or those that a filter (the parameters of the list, by their names) matched at a moment. */
export type BulkSelection = { ids: readonly string[] } | { filter: Record<string, unknown>; asOf: string; maxAffected: number };

export interface BulkRequest {
  action: BulkAction;
  selection: BulkSelection;
  /** A code; a rejection needs one. */
  reason?: string;
  note?: string;
  /** Made by the caller: the same request, sent again under it, does nothing twice. */
  batchId?: string;
}

const itemSchema = z.object({ id: z.string(), outcome: z.string(), reason: z.optional(z.string()) });
const countsSchema = z.object({ changed: z.number(), unchanged: z.number(), refused: z.number(), missing: z.number() });

const previewSchema = z.object({
  matching: z.number(),
  counts: countsSchema,
  refusals: z.array(z.object({ reason: z.string(), count: z.number() })),
});

const batchSchema = z.object({
  batchId: z.string(),
  state: z.string(),
  matching: z.number(),
  counts: z.extend(countsSchema, { undone: z.number(), changedSince: z.number() }),
  items: z.array(itemSchema),
});

export type BulkPreview = z.infer<typeof previewSchema>;
export type BulkBatch = z.infer<typeof batchSchema>;

/** What the action would do. Changes nothing. */
export function previewBulk(request: BulkRequest, signal: AbortSignal): Promise<BulkPreview> {
  return sendJson('POST', '/api/conversations/bulk', { ...request, dryRun: true }, previewSchema, { signal });
}

/** Does it. May take minutes; `fetchBulkBatch` says meanwhile how far it is. */
export function runBulk(request: BulkRequest & { batchId: string }): Promise<BulkBatch> {
  return sendJson('POST', '/api/conversations/bulk', request, batchSchema);
}

/** How far a batch is. */
export function fetchBulkBatch(batchId: string, signal: AbortSignal): Promise<BulkBatch> {
  return getJson(`/api/conversations/bulk/${batchId}`, new URLSearchParams({ limit: '1' }), batchSchema, signal);
}

/** Restores what the batch changed and nobody changed since. */
export function undoBulk(batchId: string): Promise<BulkBatch> {
  return sendJson('POST', `/api/conversations/bulk/${batchId}/undo`, {}, batchSchema);
}
