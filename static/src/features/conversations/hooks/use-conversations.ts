/**
 * Reading the list. While a new view loads, the rows of the previous one stay (`keepPreviousData`), and TanStack Query aborts requests whose view is
 * no longer shown, so an older answer cannot replace a newer one.
 */
import { keepPreviousData, useInfiniteQuery, useIsFetching, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';

import { type ConversationCount, fetchConversationCount } from 'src/lib/conversation-count';
import { type Filters, filtersOf } from 'src/lib/filters';
import { ApiError } from 'src/lib/problem';
import { queryKeys } from 'src/lib/query-keys';

import {
  type ConversationPage,
  fetchConversationFacets,
  fetchConversationPage,
  PAGE_SIZE,
} from '../api/conversations';
import { sortOf, type View } from '../api/view';
import { endOf, type ListData, MAX_PAGES, nextParam, pageAround, type PageParam, previousParam, startOf } from './row-window';
import { useTableStore } from './table-store';

/** How long a view that was left stays in memory, and after how long it is read again when it is opened again. */
const LEFT_VIEW_KEPT_MS = 10 * 60_000;
const FRESH_MS = 30_000;

/** Distance from the edge of what is in memory, in rows, at which the page beyond it is requested. */
const PREFETCH_ROWS = 40;
/** A place that is no farther than this many rows from what is in memory is walked to by cursor: ten requests. */
const WALK_ROWS = 1_000;
/** The API's code for a list whose ranks it does not know. */
const RANK_NOT_KNOWN = 'rank_not_known';
/** How long the scrollbar must rest before the place it points to is jumped to, in milliseconds. */
const JUMP_DELAY_MS = 40;

/** What tells one list from another: its filters and its order. */
export function listKeyOf(view: View): string {
  return JSON.stringify([filtersOf(view), sortOf(view)]);
}

/** The pages of a view that are in memory. */
export function useConversationList(view: View, isEnabled: boolean) {
  const filters = filtersOf(view);
  const sort = sortOf(view);
  const queryKey = queryKeys.conversations.list(filters, sort);
  const { listKey, place } = useTableStore.getState();
  // Coming back, or after a reload: begin with the page that was in sight.
  const initialPageParam: PageParam = (listKey === listKeyOf(view) ? place : undefined) ?? { index: 0 };
  return useInfiniteQuery<ConversationPage, Error, ListData, typeof queryKey, PageParam>({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchConversationPage(filters, sort, pageParam, signal),
    initialPageParam,
    getNextPageParam: (_last, pages, _lastParam, params) => nextParam(pages, params),
    getPreviousPageParam: (_first, pages, _firstParam, params) => previousParam(pages, params),
    maxPages: MAX_PAGES,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    gcTime: LEFT_VIEW_KEPT_MS,
    refetchOnWindowFocus: false,
    enabled: isEnabled,
  });
}

type List = ReturnType<typeof useConversationList>;

interface Reach {
  /** Why the place that the scrollbar points to is not shown: it cannot be jumped to in this order, or reading it failed. */
  failure: 'unreachable' | ApiError | null;
  retry: () => void;
}

/**
 * Reads what comes into sight: the next or previous page near an edge, or, where the scrollbar was moved far, the page at that rank. A long list has ranks only
 * in date order, and not under every filter; where the API does not know one, `onUnreachable` is called, and the list stays where it is loaded.
 */
export function useReach(list: List, view: View, sight: { first: number; end: number }, onUnreachable: (nearest: number) => void): Reach {
  const queryClient = useQueryClient();
  const [failure, setFailure] = useState<{ listKey: string; reason: Reach['failure'] }>({ listKey: '', reason: null });
  const [attempt, setAttempt] = useState(0);
  const filters = filtersOf(view);
  const sort = sortOf(view);
  const queryKey = queryKeys.conversations.list(filters, sort);
  const listKey = listKeyOf(view);
  const reason = failure.listKey === listKey ? failure.reason : null;
  const setReason = (next: Reach['failure']) => {
    setFailure((before) => (before.listKey === listKey && before.reason === next ? before : { listKey, reason: next }));
  };

  const { pages = [], pageParams = [] } = list.data ?? {};
  const start = startOf(pages, pageParams);
  const end = endOf(pages, pageParams);
  const middle = Math.floor((sight.first + sight.end) / 2);
  const isAhead = sight.end > end - PREFETCH_ROWS && list.hasNextPage;
  const isBehind = sight.first < start + PREFETCH_ROWS && list.hasPreviousPage;
  const isFar = (sight.first > end && isAhead) || (sight.end < start && isBehind);
  const isWalkable = sight.first < end + WALK_ROWS && sight.end > start - WALK_ROWS;
  const isReady = list.isSuccess && !list.isPlaceholderData && !list.isFetching && pages.length > 0;

  const jump = useEffectEvent(async (signal: AbortSignal) => {
    const isTop = middle < PAGE_SIZE;
    const rank = middle - PAGE_SIZE / 2;
    try {
      const page = await fetchConversationPage(filters, sort, isTop ? {} : { rank }, signal);
      const param = isTop ? { index: 0 } : { rank, index: page.pagination.rank ?? rank };
      queryClient.setQueryData<ListData>(queryKey, { pages: [page], pageParams: [param] });
      setReason(null);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error instanceof ApiError && error.fields.some(({ code }) => code === RANK_NOT_KNOWN)) {
        onUnreachable(sight.first > end ? end - 1 : start);
        setReason('unreachable');
      } else {
        setReason(error instanceof ApiError ? error : new ApiError(0, 'Something went wrong', String(error)));
      }
    }
  });

  const readOn = () => {
    void (isBehind && (!isAhead || sight.first < start) ? list.fetchPreviousPage() : list.fetchNextPage());
  };
  const step = useEffectEvent(readOn);

  const isStuck = reason instanceof ApiError || list.isFetchNextPageError || list.isFetchPreviousPageError;
  const mustStep = isReady && !isStuck && (isAhead || isBehind) && (!isFar || isWalkable);
  const mustJump = isReady && !(reason instanceof ApiError) && isFar && !isWalkable;

  useEffect(() => {
    if (mustStep) {
      step();
    }
  }, [mustStep, isBehind, isAhead, start, end]);

  useEffect(() => {
    if (!mustJump) {
      return undefined;
    }
    const controller = new AbortController();
    const timer = window.setTimeout(() => { void jump(controller.signal); }, JUMP_DELAY_MS);
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [mustJump, middle, listKey, attempt]);

  const stepError = list.isFetchNextPageError || list.isFetchPreviousPageError ? list.error : null;
  return {
    failure: stepError instanceof ApiError ? stepError : reason,
    retry: () => {
      if (stepError !== null) {
        readOn();
      } else {
        setReason(null);
        setAttempt(attempt + 1);
      }
    },
  };
}

/** One plain page of a view, beginning at its cursor; the page before stays until it is there. */
export function useConversationPage(view: View, pageSize: number, isEnabled: boolean) {
  const filters = filtersOf(view);
  const sort = sortOf(view);
  return useQuery<ConversationPage>({
    queryKey: [...queryKeys.conversations.list(filters, sort), pageSize, view.cursor],
    queryFn: ({ signal }) => fetchConversationPage(filters, sort, view.cursor === '' ? {} : { cursor: view.cursor }, signal, pageSize),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    enabled: isEnabled,
  });
}

/** How many conversations the filters select; the previous number stays until the new one is there. */
export function useConversationCount(filters: Filters) {
  return useQuery<ConversationCount>({
    queryKey: queryKeys.conversations.count(filters),
    queryFn: ({ signal }) => fetchConversationCount(filters, signal),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** How many conversations there are in each status under the other filters. */
export function useConversationFacets(filters: Filters) {
  return useQuery({
    queryKey: [...queryKeys.conversations.all, 'facets', { ...filters, status: [] }],
    queryFn: ({ signal }) => fetchConversationFacets(filters, signal),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
}

/** Reads everything of the page anew while the rows stay. Of a list that was scrolled far, only the page in sight is kept and read again. */
export function useRefresh(): { refresh: () => void; isRefreshing: boolean } {
  const queryClient = useQueryClient();
  const isRefreshing = useIsFetching({ queryKey: queryKeys.conversations.all }) > 0;
  const refresh = () => {
    const index = Math.floor(useTableStore.getState().topRow);
    queryClient.setQueriesData<ListData | ConversationPage>({ queryKey: queryKeys.conversations.lists }, (list) =>
      list !== undefined && 'pages' in list ? pageAround(list, index) : list,
    );
    void queryClient.invalidateQueries({ queryKey: queryKeys.conversations.all });
  };
  return { refresh, isRefreshing };
}
