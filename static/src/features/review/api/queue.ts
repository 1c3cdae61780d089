/** What waits for review, and deciding it. Every decision is a bulk action on one conversation, as that is what can be undone. */
import * as z from 'zod/mini';

import { getJson, sendJson } from 'src/lib/api-client';
import { conversationSchema } from 'src/lib/conversation';

import { type ReviewSearch, reviewQuery } from './review-search';

const QUEUE_PAGE_SIZE = 25;

const pageSchema = z.object({
  data: z.array(conversationSchema),
  pagination: z.object({ nextCursor: z.nullable(z.string()) }),
});

const countSchema = z.object({ count: z.number(), kind: z.enum(['exact', 'estimated']) });

const batchSchema = z.object({
  batchId: z.string(),
  items: z.array(z.object({ id: z.string(), outcome: z.string(), reason: z.optional(z.nullable(z.string())) })),
});

const undoSchema = z.object({ batchId: z.string() });

export type QueuePage = z.infer<typeof pageSchema>;
export type Action = 'approve' | 'reject' | 'needs_revision';

export interface Decision {
  action: Action;
  /** A code; a rejection has one. */
  reason?: string;
  note?: string;
}

/** What waits longest comes first, so that nothing waits for ever. */
export function fetchQueue(search: ReviewSearch, cursor: string | null, signal: AbortSignal): Promise<QueuePage> {
  const query = reviewQuery(search);
  query.set('sort_by', 'created_at');
  query.set('sort_dir', 'asc');
  query.set('limit', String(QUEUE_PAGE_SIZE));
  if (cursor !== null) {
    query.set('cursor', cursor);
  }
  return getJson('/api/conversations', query, pageSchema, signal);
}

export function fetchWaiting(search: ReviewSearch, signal: AbortSignal): Promise<z.infer<typeof countSchema>> {
  return getJson('/api/conversations/count', reviewQuery(search), countSchema, signal);
}

/** What became of a decision: done, and how to undo it; or refused, and why. */
export type Outcome = { isDone: true; batchId: string } | { isDone: false; reason: string };

/** @throws ApiError where the API could not be asked. */
export async function decide(id: string, decision: Decision): Promise<Outcome> {
  const { batchId, items } = await sendJson('POST', '/api/conversations/bulk', { ...decision, selection: { ids: [id] } }, batchSchema);
  const item = items.find((candidate) => candidate.id === id);
  return item?.outcome === 'changed' ? { isDone: true, batchId } : { isDone: false, reason: item?.reason ?? 'it was decided by somebody else, or is gone' };
}

/** Takes a decision back, unless somebody has changed the conversation since. */
export async function undo(batchId: string): Promise<void> {
  await sendJson('POST', `/api/conversations/bulk/${batchId}/undo`, {}, undoSchema);
}
