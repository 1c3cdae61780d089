/**
 * Shows the toasts. Errors are read out at once, the rest when the screen reader is idle. One that is looked at or has the focus stays: its time starts anew
 * when it is left. A library for this inserts a `<style>` element, which the Content-Security-Policy refuses.
 */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';

import { type Toast, useToasts } from 'src/lib/toasts';

import { Button } from './button';

export function Toaster() {
  const { toasts, dismiss } = useToasts();
  return (
    <section aria-label="Notifications" className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-90 max-w-[calc(100vw-2rem)] flex-col gap-2">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDismiss={() => { dismiss(toast.id); }} />
      ))}
    </section>
  );
}

function ToastCard({ toast: { kind, title, detail, action, lifetimeMs }, onDismiss }: { toast: Toast; onDismiss: () => void }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) {
      return undefined;
    }
    const timer = window.setTimeout(onDismiss, lifetimeMs);
    return () => { window.clearTimeout(timer); };
  }, [isHeld, lifetimeMs, onDismiss]);

  return (
    <div
      role={kind === 'error' ? 'alert' : 'status'}
      onMouseEnter={() => { setIsHeld(true); }}
      onMouseLeave={() => { setIsHeld(false); }}
      onFocus={() => { setIsHeld(true); }}
      onBlur={() => { setIsHeld(false); }}
      className="pointer-events-auto flex items-start gap-3 rounded-lg border border-line bg-surface py-2.5 pr-2 pl-3.5 shadow-panel"
    >
      <div className="min-w-0 flex-1 py-0.5">
        <p className={`text-[13px] font-medium ${kind === 'error' ? 'text-danger' : 'text-ink'}`}>{title}</p>
        {detail === undefined ? null : <p className="mt-0.5 text-xs leading-4.5 break-words text-muted">{detail}</p>}
      </div>
      {action === undefined ? null : (
        <Button
          className="h-7"
          onClick={() => {
            action.run();
            onDismiss();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button variant="icon" className="h-7 w-7" aria-label="Dismiss" onClick={onDismiss}>
        <X aria-hidden="true" className="size-3.5" />
      </Button>
    </div>
  );
}
