/** What became of a file, in numbers, and what can be done next. */
import { Link } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { formatInteger } from 'src/lib/format';

import type { ImportReport as Report, ImportRequest } from '../api/import';
import { ReportTable } from './report-table';

interface ImportReportProps {
  report: Report;
  request: ImportRequest;
  /** The day on which the import began, `2026-11-20`, UTC. */
  startedOn: string;
  onImport: () => void;
  onAnother: () => void;
}

export function ImportReport({ report, request, startedOn, onImport, onAnother }: ImportReportProps) {
  const { created, duplicates, failed, dryRun } = report;
  const { status, category } = request.options;
  const Icon = failed === 0 ? CircleCheck : TriangleAlert;
  return (
    <section aria-label={dryRun ? 'Result of the check' : 'Result of the import'} className="mt-6">
      <div className="rounded-lg border border-line p-4">
        <div role="status" className="flex items-start gap-2.5">
          <Icon aria-hidden="true" className={`mt-px size-4.5 shrink-0 ${failed === 0 ? 'text-status-green' : 'text-status-amber'}`} />
          <p className="text-sm font-medium text-ink">{summaryOf(report)}</p>
        </div>
        <dl className="mt-3 grid grid-cols-3 gap-2 text-[13px]">
          <Figure name={dryRun ? 'Would be created' : 'Created'} value={created} />
          <Figure name="Already there" value={duplicates} />
          <Figure name="Not readable" value={failed} />
        </dl>
        <div className="mt-4 flex flex-wrap gap-2">
          {dryRun && created > 0 ? (
            <Button variant="primary" onClick={onImport}>Import {formatInteger(created)}</Button>
          ) : null}
          {!dryRun && created > 0 ? (
            <Link
              to="/"
              search={{ status: [status], category, start_date: startedOn }}
              className="inline-flex h-8 items-center rounded-md bg-accent px-3 text-[13px] font-medium text-on-accent hover:bg-accent-strong"
            >
              Show the imported conversations
            </Link>
          ) : null}
          <Button onClick={onAnother}>Choose another file</Button>
        </div>
      </div>
      {failed > 0 ? <ReportTable report={report} request={request} /> : null}
    </section>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div className="rounded-md bg-hover px-3 py-2">
      <dt className="truncate text-xs text-muted">{name}</dt>
      <dd className="text-base font-semibold text-ink tabular-nums">{formatInteger(value)}</dd>
    </div>
  );
}

/** The one sentence that says whether it went as wished. */
export function summaryOf({ lines, created, duplicates, failed, dryRun }: Report): string {
  const conversations = `${formatInteger(created)} ${created === 1 ? 'conversation' : 'conversations'}`;
  if (lines === 0) {
    return 'The file holds no lines.';
  }
  if (created > 0) {
    const left = failed === 0 ? '' : `, ${failed === 1 ? '1 line' : `${formatInteger(failed)} lines`} left out`;
    return dryRun ? `${conversations} would be created${left}. Nothing is written yet.` : `${conversations} created${left}.`;
  }
  if (failed === 0) {
    return `Nothing ${dryRun ? 'would be' : 'was'} created: ${duplicates === 1 ? 'the one conversation is' : `all ${formatInteger(duplicates)} conversations are`} there already.`;
  }
  return `Nothing ${dryRun ? 'would be' : 'was'} created.`;
}
