/**
 * The search field. What is typed stays in the field and reaches the URL 150 ms after the last letter; the URL writes back only what did not come from here
 * (Back, Clear), so a slow answer never undoes a letter.
 */
import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { useShortcuts } from 'src/components/ui/use-shortcuts';
import { TEXT_MAX_LENGTH } from 'src/lib/filters';
import { useDebouncedCallback } from 'src/lib/use-debounced-callback';

const DEBOUNCE_MS = 150;

interface SearchBoxProps {
  value: string;
  onChange: (value: string) => void;
  isSearching: boolean;
}

export function SearchBox({ value, onChange, isSearching }: SearchBoxProps) {
  const inputRef = useRef<HTMLInputElement>(null);
  const reported = useRef(value);
  const report = useDebouncedCallback((typed: string) => {
    reported.current = typed;
    onChange(typed);
  }, DEBOUNCE_MS);

  useEffect(() => {
    if (inputRef.current !== null && value !== reported.current) {
      inputRef.current.value = value;
      reported.current = value;
    }
  }, [value]);

  useShortcuts({
    '/': () => {
      inputRef.current?.focus();
      inputRef.current?.select();
    },
  });

  return (
    <div className="relative min-w-0 flex-1 max-sm:basis-full sm:max-w-80">
      <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        ref={inputRef}
        type="search"
        aria-label="Search conversations"
        aria-keyshortcuts="/"
        placeholder="Search title, persona, emotion"
        maxLength={TEXT_MAX_LENGTH}
        defaultValue={value}
        onChange={(event) => { report.call(event.target.value); }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            report.flush();
          } else if (event.key === 'Escape') {
            event.currentTarget.blur();
          }
        }}
        className="peer h-8 w-full rounded-md border border-line bg-surface pr-9 pl-8 text-[13px] text-ink placeholder:text-faint focus:border-accent focus:outline-none"
      />
      {isSearching ? (
        <span className="absolute top-2 right-2.5 bg-surface pl-1 text-xs text-muted">Searching…</span>
      ) : (
        <kbd aria-hidden="true" className="pointer-events-none absolute top-1.5 right-2 rounded border border-line px-1.5 font-sans text-[11px] leading-4 text-faint peer-focus:hidden max-sm:hidden">
          /
        </kbd>
      )}
    </div>
  );
}
