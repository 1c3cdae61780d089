/** The four figures that say whether all is well. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Button } from 'src/components/ui/button';
import { Skeleton } from 'src/components/ui/skeleton';

import { filledSteps, formatMs, formatPercent, NOTHING, percentOf, type Sample } from '../api/figures';
import type { Span } from '../api/performance-search';
import { useCache, useConnections, useRequests } from '../hooks/use-performance';
import { wordsOf } from './panel';
import { Sparkline } from './sparkline';

const SINCE_OPENED = 'since this screen was opened';

interface Figure {
  value: string;
  detail: string;
  trend: readonly Sample[];
  warning?: string | null;
}

export function Overview({ window }: { window: Span }) {
  const requests = useRequests(window, '');
  const cache = useCache(window);
  const connections = useConnections();
  const over = `last ${window}`;
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <Card title="Average response" window={over} query={requests}>
        {({ window: steps, total, series }) => ({
          value: formatMs(total.meanMs),
          detail: total.count === 0 ? 'No request yet' : `95 of 100 within ${formatMs(total.p95Ms)}`,
          trend: filledSteps(steps, series).map(({ point }) => point?.meanMs ?? null),
        })}
      </Card>
      <Card title="Database time" window={over} query={requests}>
        {({ window: steps, total, series }) => ({
          value: formatMs(total.databaseMeanMs),
          detail: total.count === 0 ? 'No request yet' : `${formatPercent(percentOf(total.databaseMeanMs, total.meanMs))} of a response`,
          trend: filledSteps(steps, series).map(({ point }) => point?.databaseMeanMs ?? null),
        })}
      </Card>
      <Card title="Cache hit rate" window={over} query={cache}>
        {({ window: steps, total, series }) => ({
          value: formatPercent(total.hitRatePercent),
          detail: total.hits + total.misses === 0 ? 'Nothing was asked of the cache yet' : `${total.hits.toLocaleString('en-US')} hits, ${total.misses.toLocaleString('en-US')} misses`,
          trend: filledSteps(steps, series).map(({ point }) => point?.hitRatePercent ?? null),
        })}
      </Card>
      <Card title="Connections" window={SINCE_OPENED} query={connections}>
        {({ now, samples }) => ({
          value: `${now.total} of ${now.limit}`,
          detail: `${now.active} active, ${now.idle} idle, ${now.idleInTransaction} idle in a transaction, ${now.waiting} waiting`,
          trend: samples,
          warning: now.warning,
        })}
      </Card>
    </div>
  );
}

interface CardProps<T> {
  title: string;
  /** What the trend is over. */
  window: string;
  query: UseQueryResult<T>;
  children: (data: T) => Figure;
}

function Card<T>({ title, window, query, children }: CardProps<T>) {
  return (
    <section aria-label={title} aria-busy={query.isPending} className="flex min-h-38 min-w-0 flex-col rounded-lg border border-line bg-surface px-4 py-3">
      <p className="flex items-baseline gap-2 text-[13px] font-medium text-ink-soft">
        {title}
        <span className="ml-auto truncate text-xs font-normal text-muted">{window}</span>
      </p>
      {query.data === undefined ? <Missing query={query} /> : <Value figure={children(query.data)} isOld={query.isError || query.isPlaceholderData} />}
    </section>
  );
}

function Missing({ query }: { query: UseQueryResult }): ReactNode {
  if (!query.isError) {
    return (
      <div className="mt-4 space-y-5">
        <Skeleton className="w-1/3" />
        <Skeleton className="w-2/3" />
      </div>
    );
  }
  return (
    <div role="alert" className="mt-1 flex flex-1 flex-col items-start">
      <p className="text-[13px] text-danger">{wordsOf(query.error).title}</p>
      <Button className="mt-auto h-7" onClick={() => void query.refetch()}>Retry</Button>
    </div>
  );
}

function Value({ figure: { value, detail, trend, warning = null }, isOld }: { figure: Figure; isOld: boolean }) {
  return (
    <div className={`flex flex-1 flex-col ${isOld ? 'opacity-60' : ''}`}>
      <p className={`mt-0.5 text-2xl font-semibold tracking-tight tabular-nums ${value === NOTHING ? 'text-muted' : 'text-ink'}`}>{value}</p>
      <p className="text-xs text-muted">{detail}</p>
      {warning === null ? null : <p role="status" className="mt-1 text-xs text-danger">{warning}</p>}
      <div className="mt-auto pt-2">
        <Sparkline samples={trend} />
      </div>
    </div>
  );
}
