import { Bookmark, CircleAlert, Columns3, Inbox, RotateCw } from 'lucide-react';
import { Suspense, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { lazyPart } from 'src/components/ui/lazy-part';
import { Notice } from 'src/components/ui/notice';
import type { ApiError } from 'src/lib/problem';
import { useSettings } from 'src/lib/settings';

import { filtersOf, hasFilters, NO_FILTERS, sortOf } from '../api/view';
import { ConversationTable } from '../components/conversation-table';
import { FacetCards } from '../components/facet-cards';
import { FilterBar } from '../components/filter-bar';
import { Pager } from '../components/pager';
import { PopoverMenu } from '../components/popover-menu';
import { TotalCount } from '../components/total-count';
import { useTableStore } from '../hooks/table-store';
import { useConversationCount, useConversationFacets, useRefresh } from '../hooks/use-conversations';
import { usePreview } from '../hooks/use-preview';
import { useRows } from '../hooks/use-rows';
import { useView } from '../hooks/use-view';

const SavedViews = lazyPart(() => import('../components/saved-views'), 'default');
const ColumnMenu = lazyPart(() => import('../components/column-menu'), 'default');
const ConversationPanel = lazyPart(() => import('../components/conversation-panel'), 'default');
const BulkBar = lazyPart(() => import('../components/bulk-bar'), 'default', { isOverlay: true });

/** All conversations: searched, filtered and sorted by the API, in one table, with one of them open beside it. */
export function ConversationsPage() {
  const { view, changeView } = useView();
  const filters = filtersOf(view);
  const count = useConversationCount(filters);
  const facets = useConversationFacets(filters);
  const [target, setTarget] = useState<{ index: number } | null>(null);
  const rows = useRows(view, changeView, count.data, setTarget);
  const preview = usePreview(ConversationPanel.preload);
  const hasSelection = useTableStore(({ selectedIds, allAsOf }) => allAsOf !== null || selectedIds.size > 0);
  const usesPages = useSettings((settings) => settings.usesPages) || view.view === 'pages';

  return (
    <div className="flex min-h-0 flex-1">
      <main className={`relative flex min-w-0 flex-1 flex-col ${view.id === '' ? '' : 'max-lg:hidden'}`}>
        <div className="flex h-12 shrink-0 items-center gap-1 px-4">
          <h1 className="mr-2 text-sm font-semibold text-ink">Conversations</h1>
          <TotalCount total={count.data} isError={count.isError} />
          <span className="ml-auto" />
          <PopoverMenu label="Saved views" icon={<Bookmark aria-hidden="true" className="size-4" />} preload={() => void SavedViews.preload()}>
            {(close) => <SavedViews view={view} onChange={changeView} onClose={close} />}
          </PopoverMenu>
          <PopoverMenu label="Columns and density" icon={<Columns3 aria-hidden="true" className="size-4" />} preload={() => void ColumnMenu.preload()}>
            {() => <ColumnMenu />}
          </PopoverMenu>
          <RefreshButton />
        </div>
        <FacetCards facets={facets.data} isError={facets.isError} selected={view.status} onChange={(status) => { changeView({ status }); }} />
        <FilterBar view={view} onChange={changeView} isSearching={rows.isStale && rows.isFetching} />
        {rows.firstError !== null ? (
          <ListError error={rows.firstError} onRetry={rows.retry} />
        ) : rows.isEmpty ? (
          <EmptyList isFiltered={hasFilters(view)} onClear={() => { changeView(NO_FILTERS); }} />
        ) : (
          <ConversationTable
            window={rows.window}
            listKey={rows.listKey}
            filterKey={JSON.stringify(filters)}
            total={count.data}
            sort={sortOf(view)}
            onSort={changeView}
            isLoading={rows.isLoading}
            isStale={rows.isStale}
            openId={view.id}
            onOpen={({ id }) => { changeView({ id }, { replace: view.id !== '' }); }}
            onPreview={preview}
            target={target}
            onSight={rows.onSight}
          />
        )}
        {usesPages ? <Pager page={rows.page} onChange={changeView} /> : null}
        <ReachFailure failure={rows.failure} isDateOrder={view.sort_by === 'created_at'} onRetry={rows.retry} />
        {hasSelection ? (
          <Suspense>
            <BulkBar filters={filters} total={count.data} />
          </Suspense>
        ) : null}
      </main>
      {view.id === '' ? null : (
        <Suspense>
          <ConversationPanel key={view.id} id={view.id} onClose={() => { changeView({ id: '' }); }} />
        </Suspense>
      )}
    </div>
  );
}

function RefreshButton() {
  const { refresh, isRefreshing } = useRefresh();
  return (
    <Button variant="icon" aria-label="Refresh" title="Refresh" onClick={refresh}>
      <RotateCw aria-hidden="true" className={`size-4 ${isRefreshing ? 'animate-spin motion-reduce:animate-none' : ''}`} />
    </Button>
  );
}

function ListError({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  return (
    <Notice role="alert" icon={<CircleAlert className="size-5" />} title={error.title} action={<Button variant="primary" onClick={onRetry}>Retry</Button>}>
      {error.detail}
    </Notice>
  );
}

/** Why the rows in sight are not there. */
function ReachFailure({ failure, isDateOrder, onRetry }: { failure: 'unreachable' | ApiError | null; isDateOrder: boolean; onRetry: () => void }) {
  if (failure === null) {
    return null;
  }
  if (failure === 'unreachable') {
    return (
      <p role="status" className="border-t border-line bg-surface px-4 py-2 text-[13px] text-ink-soft">
        {isDateOrder
          ? 'Under these filters, the list can only be scrolled through. Take filters away to jump anywhere.'
          : 'In this order, the list can only be scrolled through. Sort by Created to jump anywhere.'}
      </p>
    );
  }
  return (
    <div role="alert" className="flex items-center gap-3 border-t border-line bg-surface px-4 py-2 text-[13px] text-ink-soft">
      <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-status-red" />
      <span className="min-w-0 flex-1">
        <strong className="font-medium text-ink">{failure.title}.</strong> {failure.detail}
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
