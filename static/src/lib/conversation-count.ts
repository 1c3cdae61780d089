/** How many conversations a filter selects. */
import * as z from 'zod/mini';

import { getJson } from './api-client';
import { filterQuery, type Filters } from './filters';
import { formatInteger } from './format';

/** Of a count that nobody keeps, only an estimate is known at once. */
export const totalShape = { count: z.number(), kind: z.enum(['exact', 'estimated']) };
export const countSchema = z.object(totalShape);

export type ConversationCount = z.infer<typeof countSchema>;

/** How many conversations match. */
export function fetchConversationCount(filters: Filters, signal: AbortSignal): Promise<ConversationCount> {
  return getJson('/api/conversations/count', filterQuery(filters), countSchema, signal);
}

/** “1,204 conversations”, or “about” as many where that is estimated. */
export function totalText({ count, kind }: ConversationCount): string {
  const noun = count === 1 ? 'conversation' : 'conversations';
  return `${kind === 'estimated' ? 'about ' : ''}${formatInteger(count)} ${noun}`;
}
