/** The filters that are used less: quality, dates, category, persona and emotion. A field takes effect when it is left, or on Enter. */
import { type ReactNode, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { TEXT_MAX_LENGTH } from 'src/lib/filters';
import { useNow } from 'src/lib/use-now';

import { parseView, type View } from '../api/view';
import { datePresets } from '../hooks/date-presets';
import type { ChangeView } from '../hooks/use-view';

const FIELD = 'h-8 w-full min-w-0 rounded-md border border-line bg-surface px-2 text-[13px] text-ink aria-invalid:border-danger';

export default function MoreFilters({ view, onChange }: { view: View; onChange: ChangeView }) {
  const nowMs = useNow();
  return (
    <div className="flex flex-col gap-3">
      <Group label="Quality, 0 to 10">
        <Field label="Lowest quality" name="quality_min" placeholder="From" view={view} onChange={onChange} inputMode="decimal" />
        <Field label="Highest quality" name="quality_max" placeholder="To" view={view} onChange={onChange} inputMode="decimal" />
      </Group>
      <div>
        <Group label="Created">
          <Field label="Created from" name="start_date" view={view} onChange={onChange} type="date" />
          <Field label="Created until" name="end_date" view={view} onChange={onChange} type="date" />
        </Group>
        <div className="mt-1.5 flex flex-wrap gap-1">
          {datePresets(nowMs).map(({ label, start_date, end_date }) => (
            <Button
              key={label}
              variant="quiet"
              className="h-6 border border-line text-xs"
              aria-pressed={view.start_date === start_date && view.end_date === end_date}
              onClick={() => { onChange({ start_date, end_date }); }}
            >
              {label}
            </Button>
          ))}
        </div>
      </div>
      <Group label="Categories, separated by commas">
        <Field label="Categories" name="category" placeholder="tax, retirement" view={view} onChange={onChange} />
      </Group>
      <Group label="Persona and emotion, exactly as written">
        <Field label="Persona" name="persona" placeholder="Persona" view={view} onChange={onChange} />
        <Field label="Emotion" name="emotion" placeholder="Emotion" view={view} onChange={onChange} />
      </Group>
    </div>
  );
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-muted">{label}</legend>
      <div className="flex gap-2">{children}</div>
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  name: 'quality_min' | 'quality_max' | 'start_date' | 'end_date' | 'category' | 'persona' | 'emotion';
  placeholder?: string;
  view: View;
  onChange: ChangeView;
  type?: 'text' | 'date';
  inputMode?: 'decimal';
}

function Field({ label, name, placeholder, view, onChange, type = 'text', inputMode }: FieldProps) {
  const current = [view[name]].flat().join(', ');
  const [isInvalid, setIsInvalid] = useState(false);
  const apply = (typed: string) => {
    const value = typed.trim();
    const change = { [name]: value };
    // The schema of the URL judges: what it would drop is not valid here either.
    const accepted = parseView({ ...view, ...change });
    const isAccepted = value === '' || [accepted[name]].flat().length > 0 && String(accepted[name]) !== '';
    setIsInvalid(!isAccepted);
    if (isAccepted && value !== current) {
      onChange({ [name]: accepted[name] });
    }
  };
  return (
    <input
      key={current}
      type={type}
      inputMode={inputMode}
      aria-label={label}
      aria-invalid={isInvalid}
      placeholder={placeholder}
      defaultValue={current}
      maxLength={TEXT_MAX_LENGTH}
      onBlur={(event) => { apply(event.target.value); }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          apply(event.currentTarget.value);
        }
      }}
      className={FIELD}
    />
  );
}
