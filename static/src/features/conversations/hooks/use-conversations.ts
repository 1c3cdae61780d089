/**
 * Reading the list. While a new view loads, the rows of the previous one stay (`keepPreviousData`), and TanStack Query aborts requests whose view is
 * no longer shown, so an older answer cannot replace a newer one.
 *
 * A list that was scrolled far is never refetched as a whole in the background: that would be one request per page, one after the other. It is read anew
 * when its view is opened again later, or on demand.
 */
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useIsFetching, useQuery, useQueryClient } from '@tanstack/react-query';

import { queryKeys } from 'src/lib/query-keys';

import { type ConversationCount, type ConversationPage, fetchConversationCount, fetchConversationPage } from '../api/conversations';
import { type Filters, filtersOf, sortOf, type View } from '../api/view';

/** How long a view that was left stays in memory: enough for a step back, too short to show outdated rows. */
const LEFT_VIEW_KEPT_MS = 30_000;

/** As long as the API keeps counts itself. */
const COUNT_FRESH_MS = 30_000;

/** The pages of a view that were loaded so far, and how to load the next. */
export function useConversationList(view: View) {
  const filters = filtersOf(view);
  const sort = sortOf(view);
  return useInfiniteQuery({
    queryKey: queryKeys.conversations.list(filters, sort),
    queryFn: ({ pageParam, signal }) => fetchConversationPage(filters, sort, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: LEFT_VIEW_KEPT_MS,
  });
}

/** How many conversations the filters select; the previous number stays until the new one is there. */
export function useConversationCount(filters: Filters) {
  return useQuery<ConversationCount>({
    queryKey: queryKeys.conversations.count(filters),
    queryFn: ({ signal }) => fetchConversationCount(filters, signal),
    placeholderData: keepPreviousData,
    staleTime: COUNT_FRESH_MS,
  });
}

/** Reads everything of the page anew while the rows stay. Of a list that was scrolled far, only its first page is kept and read again. */
export function useRefresh(): { refresh: () => void; isRefreshing: boolean } {
  const queryClient = useQueryClient();
  const isRefreshing = useIsFetching({ queryKey: queryKeys.conversations.all }) > 0;
  const refresh = () => {
    queryClient.setQueriesData<InfiniteData<ConversationPage, string | null>>({ queryKey: queryKeys.conversations.lists }, (list) =>
      list === undefined ? undefined : { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) },
    );
    void queryClient.invalidateQueries({ queryKey: queryKeys.conversations.all });
  };
  return { refresh, isRefreshing };
}
