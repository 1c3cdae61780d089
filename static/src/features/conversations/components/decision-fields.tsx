/** What goes with a decision: a reason, a note. */
import { NOTE_MAX_LENGTH, reasonLabel, REJECTION_REASONS } from 'src/lib/conversation-detail';

interface FieldProps {
  value: string;
  onChange: (value: string) => void;
}

export function ReasonChoice({ value, onChange }: FieldProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-muted">Reason</legend>
      {REJECTION_REASONS.map((reason, index) => (
        <label key={reason} className="flex h-7 cursor-pointer items-center gap-2 text-[13px]">
          <input type="radio" name="reason" className="accent-accent" checked={value === reason} onChange={() => { onChange(reason); }} />
          {reasonLabel(reason)}
          <kbd aria-hidden="true" className="ml-auto rounded border border-line px-1.5 font-sans text-[11px] leading-4 text-faint">{index + 1}</kbd>
        </label>
      ))}
    </fieldset>
  );
}

export function NoteField({ value, onChange }: FieldProps) {
  return (
    <textarea
      aria-label="Note for the history, optional"
      placeholder="Note for the history, optional"
      rows={2}
      maxLength={NOTE_MAX_LENGTH}
      value={value}
      onChange={(event) => { onChange(event.target.value); }}
      className="w-full resize-y rounded-md border border-line bg-surface px-2 py-1.5 text-[13px] text-ink placeholder:text-faint"
    />
  );
}
