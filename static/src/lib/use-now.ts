/**
 * The current time for relative dates: one timer for all of them, once a minute, as nothing finer is shown. Components read a snapshot, which
 * keeps rendering pure.
 */
import { useSyncExternalStore } from 'react';

const TICK_MS = 60_000;

let nowMs = Date.now();
let timer: number | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    timer = window.setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
    }
  };
}

/** Milliseconds since the epoch, renewed every minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
