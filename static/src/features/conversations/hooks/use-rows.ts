/** The rows of the view for the table, whichever way they are read: one long list of which a part is in memory, or one plain page. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';

import type { ConversationCount } from 'src/lib/conversation-count';
import { filtersOf } from 'src/lib/filters';
import { ApiError } from 'src/lib/problem';
import { queryKeys } from 'src/lib/query-keys';
import { useSettings } from 'src/lib/settings';

import { type ConversationPage, fetchRank } from '../api/conversations';
import { sortOf, type View } from '../api/view';
import { conversationQuery } from './conversation-query';
import { type ListData, type RowWindow, windowOf } from './row-window';
import { resetTableState, useTableStore } from './table-store';
import { listKeyOf, useConversationList, useConversationPage, useReach } from './use-conversations';
import type { ChangeView } from './use-view';

interface Rows {
  window: RowWindow;
  listKey: string;
  /** The plain page, where pages are plain. */
  page: ConversationPage | undefined;
  isLoading: boolean;
  isFetching: boolean;
  isStale: boolean;
  isEmpty: boolean;
  /** Nothing at all could be read. */
  firstError: ApiError | null;
  failure: 'unreachable' | ApiError | null;
  retry: () => void;
  onSight: (sight: { first: number; end: number }) => void;
}

function asApiError(error: Error | null): ApiError | null {
  return error === null || error instanceof ApiError ? error : new ApiError(0, 'Something went wrong', error.message);
}

export function useRows(view: View, changeView: ChangeView, counted: ConversationCount | undefined, show: (target: { index: number }) => void): Rows {
  const usesPages = useSettings((settings) => settings.usesPages) || view.view === 'pages';
  const pageSize = useSettings((settings) => settings.pageSize);
  const [sight, setSight] = useState({ first: 0, end: 30 });
  const onSight = useCallback((next: { first: number; end: number }) => { setSight(next); }, []);
  const onUnreachable = useCallback((index: number) => { show({ index }); }, [show]);

  const list = useConversationList(view, !usesPages);
  const page = useConversationPage(view, pageSize, usesPages);
  const reach = useReach(list, view, sight, onUnreachable);
  useFocusTarget(view, changeView, list.isSuccess && !list.isPlaceholderData, show);
  useRememberedPlace(list, sight);

  const { isPending, isPlaceholderData, isFetching, isSuccess, error, data } = usesPages ? page : list;
  const pageRows = page.data?.data ?? [];
  const window = usesPages ? { start: 0, rows: pageRows, length: pageRows.length } : windowOf(list.data, counted?.count);
  return {
    window,
    listKey: usesPages ? `${listKeyOf(view)} ${view.cursor}` : listKeyOf(view),
    page: usesPages ? page.data : undefined,
    isLoading: isPending,
    isFetching,
    isStale: isPlaceholderData,
    isEmpty: isSuccess && window.rows.length === 0 && !isPlaceholderData,
    firstError: data === undefined ? asApiError(error) : null,
    failure: usesPages ? null : reach.failure,
    retry: () => {
      if (data === undefined) {
        // The remembered place may be what failed.
        resetTableState();
        void (usesPages ? page.refetch() : list.refetch());
      } else {
        reach.retry();
      }
    },
    onSight,
  };
}

/** `?focus=<id>`: scrolls to that row, where it is in memory or can be found, opens it otherwise, and takes the parameter away. */
function useFocusTarget(view: View, changeView: ChangeView, isReady: boolean, show: (target: { index: number }) => void): void {
  const queryClient = useQueryClient();
  const { focus } = view;
  const find = useEffectEvent(async () => {
    const data = queryClient.getQueryData<ListData>(queryKeys.conversations.list(filtersOf(view), sortOf(view)));
    const { start, rows } = windowOf(data, undefined);
    const place = rows.findIndex(({ id }) => id === focus);
    if (place !== -1) {
      show({ index: start + place });
      changeView({ focus: '' }, { replace: true });
      return;
    }
    const index = await queryClient
      .query(conversationQuery(focus))
      .then(({ createdAt }) => fetchRank(filtersOf(view), sortOf(view), createdAt))
      .catch(() => null);
    if (index === null) {
      changeView({ focus: '', id: focus }, { replace: true });
    } else {
      show({ index });
      changeView({ focus: '' }, { replace: true });
    }
  });
  useEffect(() => {
    if (focus !== '' && isReady) {
      void find();
    }
  }, [focus, isReady]);
}

/** Keeps where the page in sight is read from, so that coming back begins there. */
function useRememberedPlace({ data, isPlaceholderData }: ReturnType<typeof useConversationList>, sight: { first: number }): void {
  useEffect(() => {
    if (data === undefined || isPlaceholderData) {
      return;
    }
    let { start: end } = windowOf(data, undefined);
    const index = data.pages.findIndex((page) => {
      end += page.data.length;
      return sight.first < end;
    });
    const param = data.pageParams[index];
    const page = data.pages[index];
    if (param !== undefined && page !== undefined) {
      useTableStore.setState({ place: { ...param, index: end - page.data.length } });
    }
  }, [data, isPlaceholderData, sight.first]);
}
