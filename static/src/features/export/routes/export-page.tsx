/** A file for a trainer: what is in it, in which format, what the API says of it, and its download. */
import { getRouteApi } from '@tanstack/react-router';
import { Download, Lock } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent } from 'react';

import { Button } from 'src/components/ui/button';
import { Failure } from 'src/components/ui/failure';
import { LeaveGuard } from 'src/components/ui/leave-guard';
import { Notice } from 'src/components/ui/notice';
import { Skeleton } from 'src/components/ui/skeleton';
import { hasRole } from 'src/lib/session';

import type { ExportSearch } from '../api/export-search';
import { DownloadProgress, DownloadResult } from '../components/download-status';
import { FilterSummary } from '../components/filter-summary';
import { FormatChoice } from '../components/format-choice';
import { ManifestReport } from '../components/manifest-report';
import { useDownload, useExportCount, useManifest } from '../hooks/use-export';

const route = getRouteApi('/signed-in/export');

export function ExportPage() {
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-240 px-4 py-8">
        <h1 className="text-lg font-semibold text-ink">Export</h1>
        {hasRole('reviewer') ? (
          <Exporter />
        ) : (
          <Notice icon={<Lock className="size-5" />} title="Only reviewers export">
            Ask an administrator for a token with the role of a reviewer.
          </Notice>
        )}
      </div>
    </main>
  );
}

function Exporter() {
  const { compress, ...source } = route.useSearch();
  const navigate = route.useNavigate();
  const count = useExportCount(source);
  const manifest = useManifest(source, count.data?.count);
  const { start, cancel, reset, receivedBytes, isRunning, isCancelled, error, wanted, done } = useDownload();
  const stop = useEffectEvent(cancel);
  useEffect(() => () => { stop(); }, []);

  const change = (part: Partial<ExportSearch>) => {
    reset();
    void navigate({ search: (current) => ({ ...current, ...part }), replace: true });
  };
  const isGzip = compress === 'gzip';
  const isEmpty = count.data?.count === 0;
  const run = () => { start({ source, isGzip }); };

  return (
    <div className="mt-4 space-y-6">
      <LeaveGuard isActive={isRunning} title="Leave and stop the download?">
        Nothing is kept of a file that is not whole.
      </LeaveGuard>
      <FilterSummary filters={source} count={count.data} isError={count.isError} onChange={change} />
      <fieldset disabled={isRunning} className="space-y-6 disabled:opacity-60">
        <legend className="sr-only">The file</legend>
        <FormatChoice value={source.format} onChange={(format) => { change({ format }); }} />
        <div className="space-y-2">
          <Option
            label="With metadata"
            hint="Each line also says which conversation it is: id, title, status, persona, scores. An import reads it back."
            checked={source.include === 'metadata'}
            onChange={(isChecked) => { change({ include: isChecked ? 'metadata' : '' }); }}
          />
          <Option
            label="Pack with gzip"
            hint="Packed on this device while it is saved."
            checked={isGzip}
            onChange={(isChecked) => { change({ compress: isChecked ? 'gzip' : '' }); }}
          />
        </div>
      </fieldset>
      <section aria-label="Download" className="space-y-3">
        {isRunning ? (
          <DownloadProgress receivedBytes={receivedBytes} manifest={manifest.query.data} onCancel={cancel} />
        ) : (
          <Button variant="primary" disabled={isEmpty} onClick={run}>
            <Download aria-hidden="true" className="size-4" />
            Download
          </Button>
        )}
        {isCancelled ? <p role="status" className="text-[13px] text-ink-soft">Cancelled. Nothing was kept.</p> : null}
        {error === null ? null : <Failure error={error} onRetry={run} />}
        {done !== undefined && wanted !== undefined ? <DownloadResult done={done} manifest={manifest.query.data} /> : null}
      </section>
      <section aria-label="Check of the file">
        <h2 className="mb-2 text-[13px] font-medium text-ink">Check of the file</h2>
        <Manifest {...manifest} isEmpty={isEmpty} />
      </section>
    </div>
  );
}

interface OptionProps {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (isChecked: boolean) => void;
}

function Option({ label, hint, checked, onChange }: OptionProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5">
      <input type="checkbox" aria-label={label} className="mt-0.5 size-4 shrink-0 accent-accent" checked={checked} onChange={(event) => { onChange(event.target.checked); }} />
      <span>
        <span className="block text-[13px] text-ink">{label}</span>
        <span className="block text-xs leading-4.5 text-muted">{hint}</span>
      </span>
    </label>
  );
}

function Manifest({ query, isWanted, ask, isEmpty }: ReturnType<typeof useManifest> & { isEmpty: boolean }): ReactNode {
  if (isEmpty) {
    return <p className="text-[13px] text-muted">No conversation matches, so there is nothing to export.</p>;
  }
  if (query.data !== undefined) {
    return <ManifestReport manifest={query.data} isFetching={query.isFetching} onRefresh={() => void query.refetch()} />;
  }
  if (query.isError) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!isWanted) {
    return (
      <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line p-3.5">
        <p className="min-w-0 flex-1 text-[13px] leading-5 text-muted">
          What would be left out and why, length and digest. With this many conversations it takes about as long as the download.
        </p>
        <Button onClick={ask}>Check the file</Button>
      </div>
    );
  }
  return (
    <div aria-busy="true" className="space-y-4 rounded-lg border border-line p-3.5">
      <p role="status" className="text-[13px] text-muted">Checking every conversation…</p>
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
    </div>
  );
}
