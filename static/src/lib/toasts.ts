/** Short messages about what just happened, for the toaster to show. At most a few at a time: the oldest makes room. */
import { create } from 'zustand';

const MOST_TOASTS = 4;

export interface Toast {
  id: number;
  kind: 'info' | 'error';
  title: string;
  detail?: string;
  /** What can be done about it, such as Undo or Retry. */
  action?: { label: string; run: () => void };
  /** Milliseconds until it goes by itself; one with an action or an error stays longer. */
  lifetimeMs: number;
}

interface ToastStore {
  toasts: readonly Toast[];
  dismiss: (id: number) => void;
}

export const useToasts = create<ToastStore>()((set) => ({
  toasts: [],
  dismiss: (id) => {
    set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
  },
}));

const LIFETIME_MS = { info: 4_000, error: 10_000, withAction: 8_000 };

let lastId = 0;

/** Shows a message. Returns its id, so that what it is about can take it away. */
export function showToast({ kind = 'info', ...toast }: Pick<Toast, 'title' | 'detail' | 'action'> & { kind?: Toast['kind'] }): number {
  lastId += 1;
  const id = lastId;
  const lifetimeMs = kind === 'error' ? LIFETIME_MS.error : toast.action === undefined ? LIFETIME_MS.info : LIFETIME_MS.withAction;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { id, kind, lifetimeMs, ...toast }].slice(-MOST_TOASTS) }));
  return id;
}
