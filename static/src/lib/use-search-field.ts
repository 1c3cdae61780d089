import { type RefObject, useEffect, useRef } from 'react';

import { useDebouncedCallback } from './use-debounced-callback';

const DEBOUNCE_MS = 150;

/**
 * A field for a search that the URL holds. What is typed stays in the field and is reported 150 ms after the last letter; the URL writes back only what did not
 * come from here (Back, Clear), so a slow answer never undoes a letter. The field is uncontrolled: `defaultValue` is the URL's value.
 */
export function useSearchField(
  value: string,
  onReport: (typed: string) => void,
): { inputRef: RefObject<HTMLInputElement | null>; type: (typed: string) => void; flush: () => void } {
  const inputRef = useRef<HTMLInputElement>(null);
  const reported = useRef(value);
  const { call, flush } = useDebouncedCallback((typed: string) => {
    reported.current = typed;
    onReport(typed);
  }, DEBOUNCE_MS);

  useEffect(() => {
    if (inputRef.current !== null && value !== reported.current) {
      inputRef.current.value = value;
      reported.current = value;
    }
  }, [value]);

  return { inputRef, type: call, flush };
}
