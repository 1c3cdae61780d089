/** One conversation after the other, with everything a decision needs and a key for each. */
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { History, Turns } from 'src/components/ui/conversation-reader';
import { Notice } from 'src/components/ui/notice';
import { Skeleton } from 'src/components/ui/skeleton';
import { useShortcuts } from 'src/components/ui/use-shortcuts';
import { TIER_LABELS } from 'src/lib/conversation';
import type { ConversationDetail } from 'src/lib/conversation-detail';
import { ApiError } from 'src/lib/problem';

import type { Decision } from '../api/queue';
import { Progress } from '../components/progress';
import { RejectDialog } from '../components/reject-dialog';
import { ReviseDialog } from '../components/revise-dialog';
import { titleOf, useReview } from '../hooks/use-review';

const route = getRouteApi('/signed-in/review');

export function ReviewPage() {
  const router = useRouter();
  const review = useReview(route.useSearch());
  const { current, queue, detail } = review;
  const [asking, setAsking] = useState<'reject' | 'revise' | null>(null);
  const ask = (what: 'reject' | 'revise') => () => {
    if (current !== undefined) {
      setAsking(what);
    }
  };
  const decide = (decision: Decision) => {
    setAsking(null);
    review.decide(decision);
  };
  const approve = () => { decide({ action: 'approve' }); };
  const edit = () => {
    if (current !== undefined) {
      router.history.push(`/?id=${current.id}&focus=${current.id}`);
    }
  };
  useShortcuts({ a: approve, r: ask('reject'), v: ask('revise'), e: edit, s: review.skip, u: review.undo });

  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
        <h1 className="text-sm font-semibold text-ink">Review</h1>
        <Progress reviewed={review.steps.length} startedAt={review.startedAt} left={review.left} />
        <Button variant="quiet" className="ml-auto" aria-keyshortcuts="U" disabled={!review.canUndo} onClick={review.undo}>
          Undo
          <Key>U</Key>
        </Button>
      </div>
      {current === undefined ? (
        <NothingToReview
          isPending={queue.isPending || (queue.isFetching && queue.hasNextPage)}
          error={queue.error}
          reviewed={review.steps.length}
          onRetry={review.lookAgain}
        />
      ) : (
        <>
          <article key={current.id} aria-label={titleOf(current)} aria-busy={detail.data === undefined} className="min-h-0 flex-1 overflow-y-auto">
            <div className="mx-auto w-full max-w-200 px-4 py-6">
              <h2 className="text-lg font-semibold text-ink">{titleOf(current)}</h2>
              <p className="mt-1 text-[13px] text-muted">
                {[current.persona, current.emotion, TIER_LABELS[current.tier], current.qualityScore === null ? null : `Quality ${current.qualityScore}`]
                  .filter((part) => part !== null && part !== '')
                  .join(' · ')}
              </p>
              <Reader detail={detail.data} error={detail.error} onRetry={() => void detail.refetch()} />
            </div>
          </article>
          <div role="toolbar" aria-label="Decision" className="flex shrink-0 flex-wrap items-center justify-center gap-2 border-t border-line px-4 py-2.5">
            <Button variant="primary" aria-keyshortcuts="A" onClick={approve}>
              Approve <Key>A</Key>
            </Button>
            <Button aria-keyshortcuts="R" onClick={ask('reject')}>
              Reject <Key>R</Key>
            </Button>
            <Button aria-keyshortcuts="V" onClick={ask('revise')}>
              Needs revision <Key>V</Key>
            </Button>
            <Button variant="quiet" aria-keyshortcuts="E" onClick={edit}>
              Edit <Key>E</Key>
            </Button>
            <Button variant="quiet" aria-keyshortcuts="S" onClick={review.skip}>
              Skip <Key>S</Key>
            </Button>
          </div>
        </>
      )}
      {asking === 'reject' ? (
        <RejectDialog
          onReject={(reason, note) => { decide({ action: 'reject', reason, ...(note.trim() === '' ? {} : { note }) }); }}
          onClose={() => { setAsking(null); }}
        />
      ) : null}
      {asking === 'revise' ? (
        <ReviseDialog
          onRevise={(note) => { decide({ action: 'needs_revision', ...(note.trim() === '' ? {} : { note }) }); }}
          onClose={() => { setAsking(null); }}
        />
      ) : null}
    </main>
  );
}

function Key({ children }: { children: string }) {
  return (
    <kbd aria-hidden="true" className="rounded border border-current px-1 font-sans text-[11px] leading-4 opacity-60 max-md:hidden">
      {children}
    </kbd>
  );
}

function Reader({ detail, error, onRetry }: { detail: ConversationDetail | undefined; error: Error | null; onRetry: () => void }) {
  if (detail !== undefined) {
    return (
      <>
        <Turns turns={detail.turns} />
        {detail.reviewHistory.length === 0 ? null : <History reviews={detail.reviewHistory} />}
      </>
    );
  }
  if (error !== null) {
    return (
      <Notice role="alert" icon={<CircleAlert className="size-5" />} title="This conversation could not be loaded" action={<Button variant="primary" onClick={onRetry}>Retry</Button>}>
        {error instanceof ApiError ? error.detail : error.message}
      </Notice>
    );
  }
  return (
    <div className="space-y-8 py-2">
      {Array.from({ length: 5 }, (_, index) => <Skeleton key={index} className={index % 2 === 0 ? 'w-3/4' : 'ml-auto w-3/4'} />)}
    </div>
  );
}

function NothingToReview({ isPending, error, reviewed, onRetry }: { isPending: boolean; error: Error | null; reviewed: number; onRetry: () => void }) {
  if (isPending) {
    return (
      <div aria-busy="true" className="mx-auto w-full max-w-200 space-y-8 px-4 py-8">
        {Array.from({ length: 6 }, (_, index) => <Skeleton key={index} className="w-2/3" />)}
      </div>
    );
  }
  if (error !== null) {
    const { title, detail } = error instanceof ApiError ? error : { title: 'Something went wrong', detail: error.message };
    return (
      <Notice role="alert" icon={<CircleAlert className="size-5" />} title={title} action={<Button variant="primary" onClick={onRetry}>Retry</Button>}>
        {detail}
      </Notice>
    );
  }
  return (
    <Notice
      icon={<CircleCheck className="size-5" />}
      title={reviewed === 0 ? 'Nothing waits for review' : 'That was the last one'}
      action={<Button variant="primary" onClick={onRetry}>Look again</Button>}
    >
      {reviewed === 0 ? 'Conversations that are submitted for review, or imported for it, come here.' : 'Skipped ones come again when you look again.'}
    </Notice>
  );
}
