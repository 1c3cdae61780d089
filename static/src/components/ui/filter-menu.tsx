/**
 * A button that opens a list of boxes to tick. It uses the platform's popover, which closes on Escape and on a click elsewhere and lies above everything.
 * Libraries for this lock scrolling by inserting `<style>` elements, which the Content-Security-Policy forbids.
 */
import { ChevronDown } from 'lucide-react';
import { type ToggleEvent, useId, useRef } from 'react';

import { Button } from './button';

/** The width of the panel (Tailwind's `w-52`), needed before it is laid out. */
const PANEL_WIDTH_PX = 208;
const GAP_PX = 4;
const EDGE_PX = 8;

interface FilterMenuProps<T extends string> {
  label: string;
  options: readonly T[];
  labels: Record<T, string>;
  selected: readonly T[];
  onChange: (selected: T[]) => void;
}

/** A filter over a fixed set of values, of which any number may be chosen. */
export function FilterMenu<T extends string>({ label, options, labels, selected, onChange }: FilterMenuProps<T>) {
  const panelId = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);

  const placeBelowButton = (event: ToggleEvent<HTMLFieldSetElement>) => {
    const button = buttonRef.current?.getBoundingClientRect();
    if (event.newState !== 'open' || button === undefined) {
      return;
    }
    const panel = event.currentTarget;
    panel.style.top = `${button.bottom + GAP_PX}px`;
    panel.style.left = `${Math.max(EDGE_PX, Math.min(button.left, window.innerWidth - PANEL_WIDTH_PX - EDGE_PX))}px`;
  };

  return (
    <>
      <Button ref={buttonRef} popoverTarget={panelId} aria-haspopup="true">
        {label}
        {selected.length > 0 ? (
          <span className="rounded bg-accent-soft px-1 text-[11px] leading-4 text-accent-ink tabular-nums">{selected.length}</span>
        ) : null}
        <ChevronDown aria-hidden="true" className="-mr-0.5 size-3.5 text-muted" />
      </Button>
      <fieldset
        id={panelId}
        popover="auto"
        onBeforeToggle={placeBelowButton}
        className="fixed inset-auto m-0 w-52 rounded-lg border border-line bg-surface p-1 text-ink shadow-panel"
      >
        <legend className="sr-only">{label}</legend>
        {options.map((option) => (
          <label key={option} className="flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-[13px] hover:bg-hover has-focus-visible:bg-hover">
            <input
              type="checkbox"
              className="size-3.5 accent-accent"
              checked={selected.includes(option)}
              onChange={(event) => {
                const { checked } = event.target;
                onChange(options.filter((other) => (other === option ? checked : selected.includes(other))));
              }}
            />
            {labels[option]}
          </label>
        ))}
      </fieldset>
    </>
  );
}
