/** The search field of the list. */
import { Search } from 'lucide-react';

import { useShortcuts } from 'src/components/ui/use-shortcuts';
import { TEXT_MAX_LENGTH } from 'src/lib/filters';
import { useSearchField } from 'src/lib/use-search-field';

interface SearchBoxProps {
  value: string;
  onChange: (value: string) => void;
  isSearching: boolean;
}

export function SearchBox({ value, onChange, isSearching }: SearchBoxProps) {
  const { inputRef, type, flush } = useSearchField(value, onChange);

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
        onChange={(event) => { type(event.target.value); }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            flush();
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
