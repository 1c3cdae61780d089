import { queryOptions } from '@tanstack/react-query';

import type { ConversationDetail } from 'src/lib/conversation-detail';

/** How long what was read ahead is shown without reading it again. */
const FRESH_MS = 15_000;

/** Everything about one conversation. Its code is loaded with the first one: the list needs none of it. */
export function conversationQuery(id: string) {
  return queryOptions<ConversationDetail>({
    queryKey: ['conversations', 'detail', id],
    queryFn: async ({ signal }) => (await import('src/lib/conversation-detail')).fetchConversation(id, signal),
    staleTime: FRESH_MS,
  });
}
