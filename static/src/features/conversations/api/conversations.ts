/** The list of conversations, its count and its facets, as the API answers them. */
import * as z from 'zod/mini';

import { getJson } from 'src/lib/api-client';
import { conversationSchema, STATUSES } from 'src/lib/conversation';
import { countSchema, totalShape } from 'src/lib/conversation-count';
import { filterQuery, type Filters } from 'src/lib/filters';

import type { Sort } from './view';

const cursorSchema = z.nullable(z.string());

const pageSchema = z.object({
  data: z.array(conversationSchema),
  pagination: z.object({
    nextCursor: cursorSchema,
    prevCursor: cursorSchema,
    /** Rows before the first of the page, where it was asked for by rank. */
    rank: z.optional(z.nullable(z.number())),
  }),
});

const facetsSchema = z.object({ ...totalShape, statuses: z.record(z.enum(STATUSES), z.number()) });

export type ConversationPage = z.infer<typeof pageSchema>;
export type ConversationFacets = z.infer<typeof facetsSchema>;

/** Rows per request of the long table: the API's largest page. Scrolling then loads well ahead of the eye. */
export const PAGE_SIZE = 100;

/** Where a page begins: at a cursor, at a rank (rows before it), or, with neither, at the top. */
export interface PagePlace {
  cursor?: string;
  rank?: number;
}

/** One page of the list. */
export function fetchConversationPage(
  filters: Filters,
  sort: Sort,
  { cursor, rank }: PagePlace,
  signal: AbortSignal,
  limit: number = PAGE_SIZE,
): Promise<ConversationPage> {
  const query = filterQuery(filters);
  query.set('sort_by', sort.sort_by);
  query.set('sort_dir', sort.sort_dir);
  query.set('limit', String(limit));
  if (cursor !== undefined) {
    query.set('cursor', cursor);
  }
  if (rank !== undefined) {
    query.set('rank', String(rank));
  }
  return getJson('/api/conversations', query, pageSchema, signal);
}

/**
 * How many rows of a list in date order lie before a conversation that was created at `createdAt`, which is itself in the list; null where that is not known.
 */
export async function fetchRank(filters: Filters, { sort_by, sort_dir }: Sort, createdAt: string): Promise<number | null> {
  if (sort_by !== 'created_at') {
    return null;
  }
  const query = filterQuery(filters);
  query.set(sort_dir === 'desc' ? 'start_date' : 'end_date', createdAt);
  const { count, kind } = await getJson('/api/conversations/count', query, countSchema, new AbortController().signal);
  return kind === 'exact' && count > 0 ? count - 1 : null;
}

/** How many conversations match in each status. The status filter itself is left out: the others' counts are what one chooses by. */
export function fetchConversationFacets(filters: Filters, signal: AbortSignal): Promise<ConversationFacets> {
  return getJson('/api/conversations/facets', filterQuery({ ...filters, status: [] }), facetsSchema, signal);
}
