/** The fields and turns of a conversation to be changed. Only what was changed is sent; leaving with changes that are not saved asks first. */
import { useBlocker } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Dialog } from 'src/components/ui/dialog';
import { type ConversationDetail, type Turn, TURN_ROLE_LABELS, TURN_ROLES, type TurnRole } from 'src/lib/conversation-detail';

import type { Change } from '../hooks/use-change';

const FIELD = 'w-full min-w-0 rounded-md border border-line bg-surface px-2 py-1.5 text-[13px] text-ink aria-invalid:border-danger';
/** The API refuses longer ones. */
const TITLE_MAX_LENGTH = 500;
const LABEL_MAX_LENGTH = 200;
const SCORE = /^(10(\.0{1,2})?|\d(\.\d{1,2})?)?$/;

type DraftTurn = Pick<Turn, 'role' | 'content'> & { key: number };

interface Draft {
  title: string;
  persona: string;
  emotion: string;
  quality: string;
  categories: string;
  turns: readonly DraftTurn[];
}

function draftOf({ title, persona, emotion, qualityScore, category, turns }: ConversationDetail): Draft {
  return {
    title: title ?? '',
    persona: persona ?? '',
    emotion: emotion ?? '',
    quality: qualityScore === null ? '' : String(qualityScore),
    categories: category.join(', '),
    turns: turns.map(({ turnNumber, role, content }) => ({ key: turnNumber, role, content })),
  };
}

/** What differs between two drafts, as the API takes it. */
export function changeBetween(before: Draft, after: Draft): Change {
  const said = (turns: readonly DraftTurn[]) => turns.map(({ role, content }) => ({ role, content }));
  return {
    ...(after.title === before.title ? {} : { title: after.title.trim() }),
    ...(after.persona === before.persona ? {} : { persona: after.persona.trim() }),
    ...(after.emotion === before.emotion ? {} : { emotion: after.emotion.trim() }),
    ...(after.quality === before.quality ? {} : { qualityScore: after.quality.trim() === '' ? null : Number(after.quality) }),
    ...(after.categories === before.categories ? {} : { category: after.categories.split(',').map((name) => name.trim()).filter(Boolean) }),
    ...(JSON.stringify(said(after.turns)) === JSON.stringify(said(before.turns)) ? {} : { turns: said(after.turns) }),
  };
}

interface EditFormProps {
  conversation: ConversationDetail;
  isSaving: boolean;
  onSave: (change: Change) => Promise<void>;
  onCancel: () => void;
}

export function EditForm({ conversation, isSaving, onSave, onCancel }: EditFormProps) {
  // What the form began with: a refresh behind it must not turn into a change of the user's.
  const [original] = useState(() => draftOf(conversation));
  const [draft, setDraft] = useState(original);
  const [isLeaving, setIsLeaving] = useState(false);
  const change = changeBetween(original, draft);
  const isChanged = Object.keys(change).length > 0;
  const isQualityValid = SCORE.test(draft.quality.trim());
  const isValid = isQualityValid && draft.title.trim() !== '' && draft.turns.every(({ content }) => content.trim() !== '');
  const blocker = useBlocker({ shouldBlockFn: () => isChanged, enableBeforeUnload: isChanged, withResolver: true });
  const set = (part: Partial<Draft>) => { setDraft({ ...draft, ...part }); };

  return (
    <form
      aria-label="Edit the conversation"
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        // A failure is shown as a toast or a conflict; the form stays as it is.
        onSave(change).catch(() => undefined);
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-4">
        <Labelled label="Title">
          <input className={FIELD} required maxLength={TITLE_MAX_LENGTH} value={draft.title} onChange={(event) => { set({ title: event.target.value }); }} />
        </Labelled>
        <div className="grid grid-cols-2 gap-3">
          <Labelled label="Persona">
            <input className={FIELD} maxLength={LABEL_MAX_LENGTH} value={draft.persona} onChange={(event) => { set({ persona: event.target.value }); }} />
          </Labelled>
          <Labelled label="Emotion">
            <input className={FIELD} maxLength={LABEL_MAX_LENGTH} value={draft.emotion} onChange={(event) => { set({ emotion: event.target.value }); }} />
          </Labelled>
          <Labelled label="Quality, 0 to 10">
            <input className={FIELD} inputMode="decimal" aria-invalid={!isQualityValid} value={draft.quality} onChange={(event) => { set({ quality: event.target.value }); }} />
          </Labelled>
          <Labelled label="Categories, separated by commas">
            <input className={FIELD} value={draft.categories} onChange={(event) => { set({ categories: event.target.value }); }} />
          </Labelled>
        </div>
        <TurnFields turns={draft.turns} onChange={(turns) => { set({ turns }); }} />
      </div>
      <div className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-3">
        <Button onClick={() => { if (isChanged) { setIsLeaving(true); } else { onCancel(); } }}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={!isChanged || !isValid || isSaving}>{isSaving ? 'Saving…' : 'Save'}</Button>
      </div>
      {isLeaving || blocker.status === 'blocked' ? (
        <DiscardDialog
          onStay={() => {
            setIsLeaving(false);
            blocker.reset?.();
          }}
          onDiscard={() => {
            if (blocker.status === 'blocked') {
              blocker.proceed();
            } else {
              onCancel();
            }
          }}
        />
      ) : null}
    </form>
  );
}

function DiscardDialog({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  return (
    <Dialog title="Discard your changes?" onClose={onStay} className="w-100">
      <p className="p-4 text-[13px] text-ink-soft">What you have changed in this conversation is not saved.</p>
      <div className="flex justify-end gap-2 border-t border-line px-4 py-3">
        <Button onClick={onStay}>Keep editing</Button>
        <Button variant="primary" onClick={onDiscard}>Discard</Button>
      </div>
    </Dialog>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="block">
      <span className="mb-1 block text-xs text-muted">{label}</span>
      {children}
    </label>
  );
}

function TurnFields({ turns, onChange }: { turns: readonly DraftTurn[]; onChange: (turns: readonly DraftTurn[]) => void }) {
  const replace = (key: number, part: Partial<DraftTurn>) => { onChange(turns.map((turn) => (turn.key === key ? { ...turn, ...part } : turn))); };
  const swap = (index: number, other: number) => {
    const [one, two] = [turns[index], turns[other]];
    if (one !== undefined && two !== undefined) {
      onChange(turns.with(index, two).with(other, one));
    }
  };
  const add = () => {
    const role: TurnRole = turns.at(-1)?.role === 'user' ? 'assistant' : 'user';
    onChange([...turns, { key: Math.max(0, ...turns.map(({ key }) => key)) + 1, role, content: '' }]);
  };
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-muted">Turns</legend>
      <ol className="flex flex-col gap-3">
        {turns.map(({ key, role, content }, index) => (
          <li key={key}>
            <div className="mb-1 flex items-center gap-1">
              <select
                aria-label={`Role of turn ${index + 1}`}
                value={role}
                onChange={(event) => { replace(key, { role: TURN_ROLES.find((known) => known === event.target.value) ?? role }); }}
                className="h-7 rounded-md border border-line bg-surface px-1.5 text-xs"
              >
                {TURN_ROLES.map((known) => (
                  <option key={known} value={known}>{TURN_ROLE_LABELS[known]}</option>
                ))}
              </select>
              <span className="ml-auto" />
              <Button variant="icon" className="h-7 w-7" aria-label={`Move turn ${index + 1} up`} disabled={index === 0} onClick={() => { swap(index, index - 1); }}>
                <ArrowUp aria-hidden="true" className="size-3.5" />
              </Button>
              <Button variant="icon" className="h-7 w-7" aria-label={`Move turn ${index + 1} down`} disabled={index === turns.length - 1} onClick={() => { swap(index, index + 1); }}>
                <ArrowDown aria-hidden="true" className="size-3.5" />
              </Button>
              <Button variant="icon" className="h-7 w-7" aria-label={`Remove turn ${index + 1}`} onClick={() => { onChange(turns.filter((turn) => turn.key !== key)); }}>
                <Trash2 aria-hidden="true" className="size-3.5" />
              </Button>
            </div>
            <textarea
              aria-label={`Turn ${index + 1}`}
              rows={4}
              value={content}
              onChange={(event) => { replace(key, { content: event.target.value }); }}
              className={`${FIELD} field-sizing-content max-h-100 min-h-16 resize-y`}
            />
          </li>
        ))}
      </ol>
      <Button className="mt-2" onClick={add}>
        <Plus aria-hidden="true" className="size-3.5" />
        Add a turn
      </Button>
    </fieldset>
  );
}
