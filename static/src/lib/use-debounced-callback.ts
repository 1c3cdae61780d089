import { useCallback, useEffect, useRef } from 'react';

/**
 * A callback that runs `delayMs` after its last call, with the arguments of that call. `flush` runs a waiting call now; leaving the page drops it.
 */
export function useDebouncedCallback<Arguments extends unknown[]>(
  callback: (...args: Arguments) => void,
  delayMs: number,
): { call: (...args: Arguments) => void; flush: () => void } {
  const latest = useRef(callback);
  const waiting = useRef<{ timer: number; args: Arguments } | null>(null);

  useEffect(() => {
    latest.current = callback;
  });

  useEffect(
    () => () => {
      window.clearTimeout(waiting.current?.timer);
    },
    [],
  );

  const flush = useCallback(() => {
    if (waiting.current === null) {
      return;
    }
    const { timer, args } = waiting.current;
    window.clearTimeout(timer);
    waiting.current = null;
    latest.current(...args);
  }, []);

  const call = useCallback(
    (...args: Arguments) => {
      window.clearTimeout(waiting.current?.timer);
      waiting.current = { timer: window.setTimeout(flush, delayMs), args };
    },
    [delayMs, flush],
  );

  return { call, flush };
}
