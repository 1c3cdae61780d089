/** A part of the screen around one query: what it shows while that is on its way, failed, or failed to be renewed. The other parts do not notice. */
import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

import { Button } from 'src/components/ui/button';
import { Skeleton } from 'src/components/ui/skeleton';
import { ApiError } from 'src/lib/problem';

interface PanelProps<T> {
  title: string;
  /** What the figures are of: a window, or since when. */
  note?: ReactNode;
  actions?: ReactNode;
  query: UseQueryResult<T>;
  className?: string;
  /** Rows of the skeleton. */
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Panel<T>({ title, note, actions, query, className = '', rows = 5, children }: PanelProps<T>) {
  const id = useId();
  return (
    <section aria-labelledby={id} aria-busy={query.isPending || query.isPlaceholderData} className={`flex min-w-0 flex-col rounded-lg border border-line bg-surface ${className}`}>
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-soft px-4 py-2">
        <h2 id={id} className="text-[13px] font-semibold text-ink">{title}</h2>
        {note === undefined ? null : <p className="text-xs text-muted">{note}</p>}
        {actions === undefined ? null : <div className="ml-auto flex gap-2">{actions}</div>}
      </div>
      {query.data === undefined ? null : <Stale query={query} />}
      <div className={`min-w-0 flex-1 ${query.isPlaceholderData ? 'opacity-50' : ''}`}>
        <PanelBody query={query} rows={rows}>{children}</PanelBody>
      </div>
    </section>
  );
}

function PanelBody<T>({ query, rows, children }: Required<Pick<PanelProps<T>, 'query' | 'rows' | 'children'>>) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  if (query.isError) {
    const { title, detail } = wordsOf(query.error);
    return (
      <div role="alert" className="flex flex-col items-start gap-2 px-4 py-5">
        <p className="flex items-center gap-2 text-[13px] font-medium text-ink">
          <CircleAlert aria-hidden="true" className="size-4 text-danger" />
          {title}
        </p>
        <p className="text-[13px] leading-5 text-muted">{detail}</p>
        <Button onClick={() => void query.refetch()}>Retry</Button>
      </div>
    );
  }
  return (
    <div className="space-y-5 px-4 py-5">
      {Array.from({ length: rows }, (_, index) => <Skeleton key={index} className={index % 2 === 0 ? 'w-3/4' : 'w-1/2'} />)}
    </div>
  );
}

/** What was read stays, with a word that it is old. */
function Stale({ query }: { query: UseQueryResult }) {
  if (!query.isError) {
    return null;
  }
  return (
    <p role="alert" className="flex flex-wrap items-center gap-2 border-b border-line-soft px-4 py-2 text-xs text-danger">
      Not renewed: {wordsOf(query.error).title}
      <Button variant="quiet" className="h-6 text-xs" onClick={() => void query.refetch()}>Retry</Button>
    </p>
  );
}

export function wordsOf(error: Error): { title: string; detail: string } {
  return error instanceof ApiError ? error : { title: 'Something went wrong', detail: error.message };
}

/** What stands in a panel that has nothing to show. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="px-4 py-5">
      <p className="text-[13px] font-medium text-ink">{title}</p>
      <p className="mt-0.5 max-w-160 text-[13px] leading-5 text-muted">{children}</p>
    </div>
  );
}
