/** Everything that can be done from anywhere, found by a few letters. The field keeps the focus; the arrows move through what is found (ARIA combobox). */
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';

import { Dialog } from 'src/components/ui/dialog';
import { hasRole } from 'src/lib/session';
import { DENSITIES, useSettings } from 'src/lib/settings';
import { THEMES, useThemeStore } from 'src/lib/theme';

import { SCREENS } from './navigation';

interface Command {
  label: string;
  hint?: string;
  run: () => void;
}

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
  onSignOut: () => void;
}

/** Whether the letters of `typed` come in this order in `label`, as in “cnv” for Conversations. */
export function matches(label: string, typed: string): boolean {
  const letters = label.toLowerCase();
  let from = 0;
  return Array.from(typed.toLowerCase().replaceAll(' ', '')).every((letter) => {
    const at = letters.indexOf(letter, from);
    from = at + 1;
    return at >= 0;
  });
}

function useCommands({ onShortcuts, onSignOut }: Omit<CommandPaletteProps, 'onClose'>): Command[] {
  const router = useRouter();
  const { theme, setTheme } = useThemeStore();
  const { density, changeSettings } = useSettings();
  return [
    ...SCREENS.filter(({ role }) => hasRole(role)).map(({ label, to, key }) => ({
      label: `Go to ${label}`,
      hint: `G ${key.toUpperCase()}`,
      run: () => void router.navigate({ to }),
    })),
    ...THEMES.filter((other) => other !== theme).map((other) => ({ label: `Theme: ${other}`, run: () => { setTheme(other); } })),
    ...DENSITIES.filter((other) => other !== density).map((other) => ({ label: `Rows: ${other}`, run: () => { changeSettings({ density: other }); } })),
    { label: 'Keyboard shortcuts', hint: '?', run: onShortcuts },
    { label: 'Sign out', run: onSignOut },
  ];
}

export default function CommandPalette({ onClose, ...actions }: CommandPaletteProps) {
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const found = useCommands(actions).filter(({ label }) => matches(label, typed));
  const current = Math.min(active, found.length - 1);

  const run = (command: Command | undefined) => {
    if (command !== undefined) {
      onClose();
      command.run();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((current + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[current]);
    }
  };

  return (
    <Dialog title="Commands" isBare onClose={onClose} className="mt-[12vh] w-130">
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}${current}` : undefined}
        aria-label="Command"
        placeholder="What would you like to do?"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-sm text-ink outline-none placeholder:text-faint"
      />
      <ul id={listId} role="listbox" aria-label="Commands" className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {found.map((command, index) => (
          // The field handles the keys.
          <li
            key={command.label}
            id={`${listId}${index}`}
            role="option"
            aria-selected={index === current}
            ref={index === current ? scrollIntoView : undefined}
            onMouseMove={() => { setActive(index); }}
            onClick={() => { run(command); }}
            className="flex h-9 cursor-pointer items-center rounded-md px-2.5 text-[13px] text-ink aria-selected:bg-hover"
          >
            {command.label}
            {command.hint === undefined ? null : <kbd className="ml-auto font-sans text-xs text-muted">{command.hint}</kbd>}
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p role="status" className="px-4 pb-4 text-[13px] text-muted">No command has these letters.</p> : null}
    </Dialog>
  );
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
