import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import type { Status } from 'src/lib/conversation';
import { STATUS_MOVES } from 'src/lib/conversation-detail';

import { NoteField, ReasonChoice } from './decision-fields';

/** What moving to a status is called. */
const MOVE_LABELS: Record<Status, string> = {
  draft: 'Back to draft',
  generated: 'Mark as generated',
  pending_review: 'Submit for review',
  approved: 'Approve',
  rejected: 'Reject',
  needs_revision: 'Needs revision',
  failed: 'Mark as failed',
  archived: 'Archive',
};

interface Move {
  status: Status;
  reason?: string;
  note?: string;
}

interface StatusActionsProps {
  status: Status;
  isPending: boolean;
  onMove: (move: Move) => void;
}

/** The moves that the status allows. A rejection asks for its reason first; a note may go with any. */
export function StatusActions({ status, isPending, onMove }: StatusActionsProps) {
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [isRejecting, setIsRejecting] = useState(false);
  const noted = note.trim() === '' ? {} : { note: note.trim() };
  const move = (to: Status, more: Partial<Move> = {}) => {
    onMove({ status: to, ...more, ...noted });
    setNote('');
    setReason('');
    setIsRejecting(false);
  };

  return (
    <section aria-label="Status" className="flex flex-col gap-2 border-b border-line p-4">
      {isRejecting ? <ReasonChoice value={reason} onChange={setReason} /> : null}
      <NoteField value={note} onChange={setNote} />
      <div className="flex flex-wrap gap-1.5">
        {isRejecting ? (
          <>
            <Button variant="primary" disabled={reason === '' || isPending} onClick={() => { move('rejected', { reason }); }}>
              Reject
            </Button>
            <Button onClick={() => { setIsRejecting(false); }}>Cancel</Button>
          </>
        ) : (
          STATUS_MOVES[status].map((to) => (
            <Button
              key={to}
              variant={to === 'approved' ? 'primary' : 'outline'}
              disabled={isPending}
              onClick={() => {
                if (to === 'rejected') {
                  setIsRejecting(true);
                } else {
                  move(to);
                }
              }}
            >
              {to === 'rejected' ? 'Reject…' : MOVE_LABELS[to]}
            </Button>
          ))
        )}
      </div>
    </section>
  );
}
