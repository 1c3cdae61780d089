/**
 * A button that opens a panel below it, on the platform's popover. What is in the panel is mounted while it is open, so it may be a chunk of its own; the
 * chunk is loaded when the pointer or the focus comes to the button.
 */
import { ChevronDown } from 'lucide-react';
import { type ReactNode, Suspense, useId, useRef, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Skeleton } from 'src/components/ui/skeleton';

/** The width of the panel (Tailwind's `w-80`), needed before it is laid out. */
const PANEL_WIDTH_PX = 320;
const GAP_PX = 4;
const EDGE_PX = 8;

interface PopoverMenuProps {
  label: string;
  icon?: ReactNode;
  count?: number;
  /** Begins to load what the panel shows. */
  preload: () => void;
  children: (close: () => void) => ReactNode;
}

export function PopoverMenu({ label, icon, count = 0, preload, children }: PopoverMenuProps) {
  const panelId = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  return (
    <>
      <Button
        ref={buttonRef}
        variant={icon === undefined ? 'outline' : 'icon'}
        popoverTarget={panelId}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={icon === undefined ? undefined : label}
        title={icon === undefined ? undefined : label}
        onPointerEnter={preload}
        onFocus={preload}
      >
        {icon ?? label}
        {count > 0 ? <span className="rounded bg-accent-soft px-1 text-[11px] leading-4 text-accent-ink tabular-nums">{count}</span> : null}
        {icon === undefined ? <ChevronDown aria-hidden="true" className="-mr-0.5 size-3.5 text-muted" /> : null}
      </Button>
      <div
        id={panelId}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={(event) => {
          const button = buttonRef.current?.getBoundingClientRect();
          if (event.newState === 'open' && button !== undefined) {
            event.currentTarget.style.top = `${button.bottom + GAP_PX}px`;
            event.currentTarget.style.left = `${Math.max(EDGE_PX, Math.min(button.left, window.innerWidth - PANEL_WIDTH_PX - EDGE_PX))}px`;
          }
        }}
        onToggle={(event) => { setIsOpen(event.newState === 'open'); }}
        className="fixed inset-auto m-0 max-h-[70vh] w-80 overflow-y-auto rounded-lg border border-line bg-surface p-3 text-ink shadow-panel"
      >
        {isOpen ? <Suspense fallback={<Skeleton className="w-full" />}>{children(() => { document.getElementById(panelId)?.hidePopover(); })}</Suspense> : null}
      </div>
    </>
  );
}
