/** The list of conversations and its count, as the API answers them. */
import * as z from 'zod/mini';

import { getJson } from 'src/lib/api-client';
import { conversationSchema } from 'src/lib/conversation';

import type { Filters, Sort } from './view';

const pageSchema = z.object({
  data: z.array(conversationSchema),
  pagination: z.object({ nextCursor: z.nullable(z.string()) }),
});

const countSchema = z.object({ count: z.number(), kind: z.enum(['exact', 'estimated']) });

export type ConversationPage = z.infer<typeof pageSchema>;
export type ConversationCount = z.infer<typeof countSchema>;

/** Rows per request: the API's largest page. Scrolling then loads well ahead of the eye. */
export const PAGE_SIZE = 100;

function filterQuery({ search, status, tier }: Filters): URLSearchParams {
  const query = new URLSearchParams();
  if (search !== '') {
    query.set('search', search);
  }
  for (const value of status) {
    query.append('status', value);
  }
  for (const value of tier) {
    query.append('tier', value);
  }
  return query;
}

/** The page after `cursor`, or the first one. */
export function fetchConversationPage(filters: Filters, sort: Sort, cursor: string | null, signal: AbortSignal): Promise<ConversationPage> {
  const query = filterQuery(filters);
  query.set('sort_by', sort.sort_by);
  query.set('sort_dir', sort.sort_dir);
  query.set('limit', String(PAGE_SIZE));
  if (cursor !== null) {
    query.set('cursor', cursor);
  }
  return getJson('/api/conversations', query, pageSchema, signal);
}

/** How many conversations match. */
export function fetchConversationCount(filters: Filters, signal: AbortSignal): Promise<ConversationCount> {
  return getJson('/api/conversations/count', filterQuery(filters), countSchema, signal);
}
