/** Why a conversation is rejected: one key or one click. The note goes with it. */
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Dialog, initialFocus } from 'src/components/ui/dialog';
import { NOTE_MAX_LENGTH, reasonLabel, REJECTION_REASONS } from 'src/lib/conversation-detail';

interface RejectDialogProps {
  onReject: (reason: string, note: string) => void;
  onClose: () => void;
}

export function RejectDialog({ onReject, onClose }: RejectDialogProps) {
  const [note, setNote] = useState('');
  return (
    <Dialog title="Reject for what reason?" onClose={onClose}>
      <div
        className="overflow-y-auto p-3"
        onKeyDown={(event) => {
          const reason = REJECTION_REASONS[Number(event.key) - 1];
          if (reason !== undefined && !(event.target instanceof HTMLTextAreaElement)) {
            event.preventDefault();
            onReject(reason, note);
          }
        }}
      >
        <ol aria-label="Reasons">
          {REJECTION_REASONS.map((reason, index) => (
            <li key={reason}>
              <button
                type="button"
                ref={index === 0 ? initialFocus : undefined}
                aria-keyshortcuts={String(index + 1)}
                onClick={() => { onReject(reason, note); }}
                className="flex h-9 w-full cursor-pointer items-center rounded-md px-2.5 text-[13px] text-ink hover:bg-hover"
              >
                {reasonLabel(reason)}
                <kbd aria-hidden="true" className="ml-auto rounded border border-line px-1.5 font-sans text-xs text-muted">{index + 1}</kbd>
              </button>
            </li>
          ))}
        </ol>
        <label className="mt-2 block px-2.5 text-[13px] font-medium text-ink">
          Note
          <textarea
            rows={2}
            maxLength={NOTE_MAX_LENGTH}
            value={note}
            onChange={(event) => { setNote(event.target.value); }}
            className="mt-1 block w-full resize-y rounded-md border border-line bg-surface px-2.5 py-1.5 text-[13px] leading-5 font-normal text-ink focus:border-accent focus:outline-none"
          />
        </label>
        <div className="mt-3 flex justify-end px-2.5">
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}
