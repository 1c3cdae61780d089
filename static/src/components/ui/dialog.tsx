/**
 * A modal dialog on the platform's `<dialog>`: it makes the rest of the page inert, keeps the focus inside, closes on Escape and gives the focus back. Mounted
 * means open.
 */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';

import { Button } from './button';

/**
 * As a `ref`, gives an element of a dialog the focus as it opens, instead of the first that can have it. `autoFocus` cannot: React focuses when the element is
 * made, which is before the dialog is shown, and does not write the attribute that the platform looks for.
 */
export function initialFocus(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '');
}

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Without the visible title and button, for what has a field of its own at the top. */
  isBare?: boolean;
  className?: string;
}

export function Dialog({ title, onClose, children, isBare = false, className = 'w-120' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);

  return (
    // A click on the backdrop is one on the dialog itself: its content covers the rest. Escape does the same by keyboard.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) {
          onClose();
        }
      }}
      className={`m-auto max-h-[min(85vh,48rem)] max-w-[calc(100vw-2rem)] overflow-hidden rounded-xl border border-line bg-surface p-0 text-ink shadow-panel backdrop:bg-black/40 ${className}`}
    >
      <div className="flex max-h-[min(85vh,48rem)] flex-col">
        {isBare ? (
          <h2 id={titleId} className="sr-only">{title}</h2>
        ) : (
          <div className="flex h-12 shrink-0 items-center border-b border-line pr-2 pl-4">
            <h2 id={titleId} className="text-sm font-semibold text-ink">{title}</h2>
            <Button variant="icon" aria-label="Close" className="ml-auto" onClick={onClose}>
              <X aria-hidden="true" className="size-4" />
            </Button>
          </div>
        )}
        {children}
      </div>
    </dialog>
  );
}
