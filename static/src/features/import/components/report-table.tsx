/** The lines that hold no conversation: each with its number, the reason, and how it begins, which is read from the file on this device. */
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { formatInteger } from 'src/lib/format';
import { saveBlob } from 'src/lib/save-blob';

import { excerptsOf } from '../api/file';
import { errorsAsCsv, type ImportReport, type ImportRequest } from '../api/import';

/** Rows before “Show all” is pressed. */
const FIRST_ROWS = 50;

export function ReportTable({ report, request: { file, isGzip } }: { report: ImportReport; request: ImportRequest }) {
  const [showsAll, setShowsAll] = useState(false);
  const { errors, failed, errorsTruncated } = report;
  const excerpts = useQuery({
    queryKey: ['import', 'excerpts', file.name, file.size, file.lastModified, errors.map(({ line }) => line)],
    queryFn: () => excerptsOf(file, isGzip, errors.map(({ line }) => line)),
    networkMode: 'always',
    // The file may have been changed meanwhile; then the reasons alone must do.
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  });
  const rows = showsAll ? errors : errors.slice(0, FIRST_ROWS);

  return (
    <section aria-label="Lines that hold no conversation" className="mt-6">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-[13px] font-medium text-ink">
          {failed === 1 ? '1 line holds' : `${formatInteger(failed)} lines hold`} no conversation
        </h3>
        <Button
          className="ml-auto h-7"
          onClick={() => { saveBlob(new Blob([errorsAsCsv(errors)], { type: 'text/csv' }), `${file.name.replace(/(\.gz)?$/, '')}.errors.csv`); }}
        >
          <Download aria-hidden="true" className="size-3.5" />
          Download as CSV
        </Button>
      </div>
      <div className="mt-2 max-h-120 overflow-auto rounded-lg border border-line" tabIndex={0} role="group" aria-label="Table of lines">
        <table className="w-full text-left text-[13px]">
          <thead className="sticky top-0 bg-surface">
            <tr className="text-xs text-muted">
              <th scope="col" className="w-20 px-3.5 py-2 text-right font-medium">Line</th>
              <th scope="col" className="px-3.5 py-2 font-medium">Reason</th>
              <th scope="col" className="px-3.5 py-2 font-medium max-sm:hidden">How it begins</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, message }) => (
              <tr key={line} className="border-t border-line-soft align-top">
                <th scope="row" className="px-3.5 py-2 text-right font-normal text-muted tabular-nums">{formatInteger(line)}</th>
                <td className="px-3.5 py-2 break-words text-ink">{message}</td>
                <td className="max-w-80 truncate px-3.5 py-2 font-mono text-xs leading-5 text-muted max-sm:hidden">{excerpts.data?.get(line) ?? (excerpts.isPending ? '…' : '–')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < errors.length ? (
        <Button className="mt-2" onClick={() => { setShowsAll(true); }}>Show all {formatInteger(errors.length)}</Button>
      ) : null}
      {errorsTruncated ? <p className="mt-2 text-xs text-muted">The first {formatInteger(errors.length)} are named.</p> : null}
    </section>
  );
}
