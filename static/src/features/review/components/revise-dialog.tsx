/** What has to change before the conversation is looked at again. */
import { type SubmitEvent, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Dialog, initialFocus } from 'src/components/ui/dialog';
import { NOTE_MAX_LENGTH } from 'src/lib/conversation-detail';

interface ReviseDialogProps {
  onRevise: (note: string) => void;
  onClose: () => void;
}

export function ReviseDialog({ onRevise, onClose }: ReviseDialogProps) {
  const [note, setNote] = useState('');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onRevise(note);
  };
  return (
    <Dialog title="What needs revision?" onClose={onClose}>
      <form onSubmit={submit} className="p-4">
        <label className="block text-[13px] font-medium text-ink">
          Note
          <textarea
            rows={4}
            ref={initialFocus}
            maxLength={NOTE_MAX_LENGTH}
            value={note}
            onChange={(event) => { setNote(event.target.value); }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.currentTarget.form?.requestSubmit();
              }
            }}
            className="mt-1 block w-full resize-y rounded-md border border-line bg-surface px-2.5 py-1.5 text-[13px] leading-5 font-normal text-ink focus:border-accent focus:outline-none"
          />
        </label>
        <div className="mt-3 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">Send back</Button>
        </div>
      </form>
    </Dialog>
  );
}
