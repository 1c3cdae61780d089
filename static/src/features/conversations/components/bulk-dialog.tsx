/**
 * One action on the selection: first what it would do, in exact numbers, then its progress, then what came of it, with an undo. A batch has an id from the
 * start, so that a request that broke off can be sent again and does nothing twice.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Dialog } from 'src/components/ui/dialog';
import { Skeleton } from 'src/components/ui/skeleton';
import {
  BULK_ACTIONS,
  type BulkAction,
  type BulkBatch,
  type BulkPreview,
  type BulkSelection,
  fetchBulkBatch,
  previewBulk,
  runBulk,
  undoBulk,
} from 'src/lib/bulk';
import { formatInteger } from 'src/lib/format';
import { ApiError } from 'src/lib/problem';
import { queryKeys } from 'src/lib/query-keys';

import { NoteField, ReasonChoice } from './decision-fields';

const PROGRESS_EVERY_MS = 500;
/** Refused conversations named one by one at most. */
const MOST_ITEMS = 20;

interface BulkDialogProps {
  action: BulkAction;
  selection: BulkSelection;
  onClose: (isDone: boolean) => void;
}

export function BulkDialog({ action, selection, onClose }: BulkDialogProps) {
  const queryClient = useQueryClient();
  const { label } = BULK_ACTIONS[action];
  const [batchId] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');

  const preview = useQuery({
    queryKey: ['bulk', 'preview', batchId],
    // Any reason does for a preview.
    queryFn: ({ signal }) => previewBulk({ action, selection, ...(action === 'reject' ? { reason: 'other' } : {}) }, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
  const readAgain = () => queryClient.invalidateQueries({ queryKey: queryKeys.conversations.all });
  const run = useMutation({
    mutationFn: () => {
      const narrowed = 'ids' in selection ? selection : { ...selection, maxAffected: Math.max(preview.data?.matching ?? 0, 1) };
      return runBulk({ action, selection: narrowed, batchId, ...(reason === '' ? {} : { reason }), ...(note.trim() === '' ? {} : { note: note.trim() }) });
    },
    onSettled: readAgain,
  });
  const undo = useMutation({ mutationFn: () => undoBulk(batchId), onSettled: readAgain });
  const progress = useQuery({
    queryKey: ['bulk', 'progress', batchId],
    queryFn: ({ signal }) => fetchBulkBatch(batchId, signal),
    enabled: run.isPending,
    refetchInterval: PROGRESS_EVERY_MS,
    gcTime: 0,
    // Not there until the first chunk is.
    retry: false,
  });

  const changing = preview.data?.counts.changed ?? 0;
  const isReady = changing > 0 && (action !== 'reject' || reason !== '');
  const error = run.error ?? undo.error ?? preview.error;

  return (
    <Dialog title={`${label} the selection`} onClose={() => { if (!run.isPending) { onClose(run.isSuccess); } }}>
      <div className="flex flex-col gap-4 overflow-y-auto p-4 text-[13px] text-ink-soft">
        {undo.data !== undefined ? (
          <UndoResult batch={undo.data} />
        ) : run.data !== undefined ? (
          <Result batch={run.data} />
        ) : run.isPending ? (
          <Progress done={doneOf(progress.data)} total={preview.data?.matching ?? 0} />
        ) : preview.data === undefined ? (
          preview.isError ? null : <Skeleton className="w-3/5" />
        ) : (
          <>
            <Preview preview={preview.data} />
            {action === 'reject' ? <ReasonChoice value={reason} onChange={setReason} /> : null}
            {changing > 0 ? <NoteField value={note} onChange={setNote} /> : null}
          </>
        )}
        {error === null ? null : (
          <p role="alert" className="text-danger">
            {error instanceof ApiError ? `${error.title}. ${error.detail}` : error.message}
          </p>
        )}
      </div>
      <div className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-3">
        {run.isSuccess ? (
          <>
            {undo.isSuccess || run.data.counts.changed === 0 ? null : (
              <Button disabled={undo.isPending} onClick={() => { undo.mutate(); }}>Undo</Button>
            )}
            <Button variant="primary" onClick={() => { onClose(true); }}>Done</Button>
          </>
        ) : (
          <>
            <Button disabled={run.isPending} onClick={() => { onClose(false); }}>Cancel</Button>
            {preview.isError ? (
              <Button variant="primary" onClick={() => void preview.refetch()}>Retry</Button>
            ) : (
              <Button variant="primary" disabled={!isReady || run.isPending} onClick={() => { run.mutate(); }}>
                {run.isError ? 'Retry' : `${label} ${formatInteger(changing)}`}
              </Button>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function doneOf(batch: BulkBatch | undefined): number {
  if (batch === undefined) {
    return 0;
  }
  const { changed, unchanged, refused, missing } = batch.counts;
  return changed + unchanged + refused + missing;
}

function conversations(count: number): string {
  return `${formatInteger(count)} ${count === 1 ? 'conversation' : 'conversations'}`;
}

function Preview({ preview: { matching, counts, refusals } }: { preview: BulkPreview }) {
  return (
    <div>
      <p className="font-medium text-ink">
        {counts.changed === matching ? `${conversations(matching)} will change.` : `${formatInteger(counts.changed)} of ${conversations(matching)} will change.`}
      </p>
      <ul className="mt-1 list-disc pl-5">
        {counts.unchanged > 0 ? <li>{conversations(counts.unchanged)} already there</li> : null}
        {counts.missing > 0 ? <li>{conversations(counts.missing)} no longer there</li> : null}
        {refusals.map(({ reason, count }) => (
          <li key={reason}>{conversations(count)} cannot: {reason}</li>
        ))}
      </ul>
    </div>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div>
      <p role="status">{formatInteger(done)} of {conversations(total)}</p>
      <progress aria-label="Progress" value={done} max={Math.max(total, 1)} className="mt-2 h-2 w-full accent-accent" />
    </div>
  );
}

function Result({ batch: { counts, items } }: { batch: BulkBatch }) {
  const refused = items.filter(({ outcome }) => outcome === 'refused');
  return (
    <div role="status">
      <p className="font-medium text-ink">{conversations(counts.changed)} changed.</p>
      {counts.unchanged > 0 ? <p>{formatInteger(counts.unchanged)} already there.</p> : null}
      {counts.refused > 0 ? <p>{formatInteger(counts.refused)} refused:</p> : null}
      <ul className="mt-1 list-disc pl-5">
        {refused.slice(0, MOST_ITEMS).map(({ id, reason }) => (
          <li key={id}><code className="text-xs">{id.slice(0, 8)}</code> {reason}</li>
        ))}
      </ul>
      {counts.refused > MOST_ITEMS ? <p>and {formatInteger(counts.refused - MOST_ITEMS)} more</p> : null}
    </div>
  );
}

function UndoResult({ batch: { counts } }: { batch: BulkBatch }) {
  return (
    <div role="status">
      <p className="font-medium text-ink">{conversations(counts.undone)} restored.</p>
      {counts.changedSince > 0 ? <p>{formatInteger(counts.changedSince)} left alone, as somebody has changed them since.</p> : null}
    </div>
  );
}
