/** Conversations from a file: chosen, looked at, checked or sent, and what became of each line. */
import { FileText, Lock, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Failure } from 'src/components/ui/failure';
import { LeaveGuard } from 'src/components/ui/leave-guard';
import { Notice } from 'src/components/ui/notice';
import { formatBytes } from 'src/lib/bytes';
import { hasRole } from 'src/lib/session';

import { type Inspection, inspect, MAX_FILE_SIZE, SHAPES } from '../api/file';
import { DEFAULT_OPTIONS } from '../api/import';
import { DropZone } from '../components/drop-zone';
import { ImportProgress } from '../components/import-progress';
import { ImportReport } from '../components/import-report';
import { ImportSettings } from '../components/import-settings';
import { useImport } from '../hooks/use-import';

const REFUSALS: Record<NonNullable<Inspection['refusal']>, string> = {
  empty: 'The file is empty.',
  too_large: `The file is too large: one import takes up to ${MAX_FILE_SIZE}. Split it by lines, as with “split -l 50000”, and send the parts one after the other.`,
  not_text: 'The file is not text. Parley takes JSON lines, as they are or packed with gzip.',
};

export function ImportPage() {
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-200 px-4 py-8">
        <h1 className="text-lg font-semibold text-ink">Import</h1>
        {hasRole('reviewer') ? (
          <Importer />
        ) : (
          <Notice icon={<Lock className="size-5" />} title="Only reviewers import">
            Ask an administrator for a token with the role of a reviewer.
          </Notice>
        )}
      </div>
    </main>
  );
}

function Importer() {
  const [chosen, setChosen] = useState<{ file: File; inspection: Inspection } | null>(null);
  const [options, setOptions] = useState(DEFAULT_OPTIONS);
  const { start, cancel, reset, sentBytes, isRunning, isCancelled, error, request, result } = useImport();
  const stop = useEffectEvent(cancel);
  useEffect(() => () => { stop(); }, []);

  const choose = (file: File) => {
    reset();
    void inspect(file).then((inspection) => { setChosen({ file, inspection }); });
  };
  const discard = () => {
    reset();
    setChosen(null);
  };
  if (chosen === null) {
    return (
      <div className="mt-4">
        <DropZone onFile={choose} />
      </div>
    );
  }
  const { file, inspection } = chosen;
  const run = (isDryRun: boolean) => { start({ file, isGzip: inspection.isGzip, options, isDryRun }); };

  return (
    <div className="mt-4">
      <ChosenFile file={file} inspection={inspection} onDiscard={isRunning ? null : discard} />
      <LeaveGuard isActive={isRunning} title="Leave and stop the import?">
        What is written stays. Send the file again to go on: nothing is created twice.
      </LeaveGuard>
      {inspection.refusal !== null ? (
        <p role="alert" className="mt-4 text-[13px] leading-5 text-danger">{REFUSALS[inspection.refusal]}</p>
      ) : isRunning && request !== undefined ? (
        <ImportProgress sentBytes={sentBytes} totalBytes={file.size} isDryRun={request.isDryRun} onCancel={cancel} />
      ) : result !== undefined && request !== undefined ? (
        <ImportReport {...result} request={request} onImport={() => { run(false); }} onAnother={discard} />
      ) : (
        <form
          className="mt-6"
          onSubmit={(event) => {
            event.preventDefault();
            run(false);
          }}
        >
          <ImportSettings options={options} onChange={setOptions} />
          {isCancelled ? (
            <p role="status" className="mt-4 text-[13px] leading-5 text-ink-soft">
              Cancelled. {request?.isDryRun === true ? 'Nothing was written.' : 'What was written until then stays; sent again, the file goes on from there and creates nothing twice.'}
            </p>
          ) : null}
          {error === null ? null : (
            <div className="mt-4">
              <Failure error={error} onRetry={() => { run(request?.isDryRun ?? false); }} />
            </div>
          )}
          <div className="mt-6 flex gap-2">
            <Button type="submit" variant="primary">Import</Button>
            <Button onClick={() => { run(true); }}>Check only</Button>
          </div>
        </form>
      )}
    </div>
  );
}

function ChosenFile({ file, inspection: { isGzip, shape, refusal }, onDiscard }: { file: File; inspection: Inspection; onDiscard: (() => void) | null }) {
  const kind = refusal !== null ? null : shape === null ? 'Its first line is no conversation that Parley knows' : SHAPES[shape].label;
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line px-3.5 py-2.5">
      <FileText aria-hidden="true" className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-[13px] font-medium text-ink">{file.name}</p>
        <p className="text-xs text-muted">{[formatBytes(file.size), isGzip ? 'gzip' : null, kind].filter((part) => part !== null).join(' · ')}</p>
      </div>
      {onDiscard === null ? null : (
        <Button variant="icon" aria-label="Choose another file" title="Choose another file" onClick={onDiscard}>
          <X aria-hidden="true" className="size-4" />
        </Button>
      )}
    </div>
  );
}
