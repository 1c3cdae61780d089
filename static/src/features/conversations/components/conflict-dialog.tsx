import { Button } from 'src/components/ui/button';
import { Dialog } from 'src/components/ui/dialog';
import { STATUS_LABELS } from 'src/lib/conversation';
import type { ConversationDetail } from 'src/lib/conversation-detail';
import { formatOneDecimal } from 'src/lib/format';

import type { Change, Conflict } from '../hooks/use-change';

interface ConflictDialogProps {
  conflict: Conflict;
  onResolve: (side: 'mine' | 'theirs') => void;
  onClose: () => void;
}

type Side = Change & Partial<Omit<ConversationDetail, keyof Change>>;

/** The parts that can be changed, as text. */
const PARTS: readonly { name: keyof Change; label: string; text: (side: Side) => string }[] = [
  { name: 'status', label: 'Status', text: ({ status }) => (status === undefined ? '' : STATUS_LABELS[status]) },
  { name: 'title', label: 'Title', text: ({ title }) => title ?? '' },
  { name: 'persona', label: 'Persona', text: ({ persona }) => persona ?? '' },
  { name: 'emotion', label: 'Emotion', text: ({ emotion }) => emotion ?? '' },
  { name: 'qualityScore', label: 'Quality', text: ({ qualityScore }) => (qualityScore === undefined || qualityScore === null ? 'Not scored' : formatOneDecimal(qualityScore)) },
  { name: 'category', label: 'Categories', text: ({ category = [] }) => category.join(', ') },
  { name: 'turns', label: 'Turns', text: ({ turns = [] }) => turns.map(({ role, content }) => `${role}: ${content}`).join('\n\n') },
];

/** Somebody else was faster: both sides of what the user wanted to change. */
export function ConflictDialog({ conflict: { mine, theirs }, onResolve, onClose }: ConflictDialogProps) {
  const changed = PARTS.filter(({ name }) => name in mine);
  return (
    <Dialog title="Somebody else has changed this conversation" onClose={onClose} className="w-180">
      <div className="overflow-auto p-4">
        <table className="w-full table-fixed text-left align-top text-[13px]">
          <thead className="text-xs text-muted">
            <tr>
              <th scope="col" className="w-24 pb-1 font-normal"><span className="sr-only">Part</span></th>
              <th scope="col" className="pr-4 pb-1 font-normal">Mine</th>
              <th scope="col" className="pb-1 font-normal">Theirs</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ name, label, text }) => (
              <tr key={name} className="border-t border-line-soft align-top">
                <th scope="row" className="py-1.5 font-normal text-muted">{label}</th>
                <td className="py-1.5 pr-4 break-words whitespace-pre-wrap text-ink">{text(mine)}</td>
                <td className="py-1.5 break-words whitespace-pre-wrap text-ink">{text({ ...theirs, title: theirs.title ?? '', persona: theirs.persona ?? '', emotion: theirs.emotion ?? '' })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-3">
        <Button onClick={() => { onResolve('theirs'); }}>Take theirs</Button>
        <Button variant="primary" onClick={() => { onResolve('mine'); }}>Keep mine</Button>
      </div>
    </Dialog>
  );
}
