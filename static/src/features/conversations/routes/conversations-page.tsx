import { CircleAlert, Inbox, RotateCw } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { Notice } from 'src/components/ui/notice';
import { ApiError } from 'src/lib/problem';

import { filtersOf, hasFilters, sortOf } from '../api/view';
import { ConversationTable } from '../components/conversation-table';
import { FilterBar, NO_FILTERS } from '../components/filter-bar';
import { TotalCount } from '../components/total-count';
import { useConversationCount, useConversationList, useRefresh } from '../hooks/use-conversations';
import { useView } from '../hooks/use-view';

/** All conversations: searched, filtered and sorted by the API, in one table. */
export function ConversationsPage() {
  const { view, changeView } = useView();
  const list = useConversationList(view);
  const count = useConversationCount(filtersOf(view));
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];

  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-3 px-4">
        <h1 className="text-sm font-semibold text-ink">Conversations</h1>
        <TotalCount total={count.data} isError={count.isError} />
        <RefreshButton />
      </div>
      <FilterBar view={view} onChange={changeView} isSearching={list.isPlaceholderData && list.isFetching} />
      {list.isError && list.data === undefined ? (
        <ListError error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isSuccess && rows.length === 0 && !list.isPlaceholderData ? (
        <EmptyList isFiltered={hasFilters(view)} onClear={() => { changeView(NO_FILTERS); }} />
      ) : (
        <ConversationTable
          firstPage={list.data?.pages[0]}
          rows={rows}
          total={count.data}
          sort={sortOf(view)}
          onSort={changeView}
          isLoading={list.isPending}
          isStale={list.isPlaceholderData}
          canLoadMore={list.hasNextPage && !list.isFetchNextPageError && !list.isPlaceholderData}
          onLoadMore={() => {
            if (!list.isFetching) {
              void list.fetchNextPage();
            }
          }}
        />
      )}
      {list.isFetchNextPageError ? <NextPageError error={list.error} onRetry={() => void list.fetchNextPage()} /> : null}
    </main>
  );
}

function RefreshButton() {
  const { refresh, isRefreshing } = useRefresh();
  return (
    <Button variant="icon" aria-label="Refresh" title="Refresh" className="ml-auto" onClick={refresh}>
      <RotateCw aria-hidden="true" className={`size-4 ${isRefreshing ? 'animate-spin motion-reduce:animate-none' : ''}`} />
    </Button>
  );
}

/** Title and detail of any error. Everything that the API client throws is an `ApiError`. */
function describe(error: Error): { title: string; detail: string } {
  return error instanceof ApiError ? error : { title: 'Something went wrong', detail: error.message };
}

function ListError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { title, detail } = describe(error);
  return (
    <Notice
      role="alert"
      icon={<CircleAlert className="size-5" />}
      title={title}
      action={<Button variant="primary" onClick={onRetry}>Retry</Button>}
    >
      {detail}
    </Notice>
  );
}

function NextPageError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { title, detail } = describe(error);
  return (
    <div role="alert" className="flex items-center gap-3 border-t border-line bg-surface px-4 py-2 text-[13px] text-ink-soft">
      <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-status-red" />
      <span className="min-w-0 flex-1">
        <strong className="font-medium text-ink">{title}.</strong> {detail}
      </span>
      <Button onClick={onRetry}>Retry</Button>
    </div>
  );
}

function EmptyList({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <Notice icon={<Inbox className="size-5" />} title="No conversations match" action={<Button onClick={onClear}>Clear filters</Button>}>
        Search for fewer words, or take a filter away.
      </Notice>
    );
  }
  return (
    <Notice icon={<Inbox className="size-5" />} title="No conversations yet">
      Fill the database with demo data: <code className="rounded bg-hover px-1 py-0.5 text-xs">cargo xtask seed --rows 10000</code>
    </Notice>
  );
}
