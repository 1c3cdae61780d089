/**
 * Keys that work anywhere on a page, but never while the user types, and not while a dialog is open that is not theirs. Single letters can be turned off in
 * the settings.
 */
import { useEffect, useEffectEvent } from 'react';

import { useSettings } from 'src/lib/settings';

/** Whether keys belong to what the user types in. */
export function isTypingTarget(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
  );
}

/** What to do, by `KeyboardEvent.key`; letters in lower case, with `shift+` or `mod+` (Ctrl, or Cmd on a Mac) before them where they need one. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

/** The name of what was pressed, as `Shortcuts` has it. */
export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isLetter = /^[a-z]$/.test(key);
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.shiftKey && isLetter ? 'shift+' : ''}${key}`;
}

interface ShortcutOptions {
  /** Whether a shortcut is one at this moment; those that are not reach whoever else listens. */
  isActive?: (name: string) => boolean;
  /** Before those of the page, as for the second key of a sequence. */
  isFirst?: boolean;
}

/** Handles shortcuts for as long as the component is shown. */
export function useShortcuts(shortcuts: Shortcuts, { isActive, isFirst = false }: ShortcutOptions = {}): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const name = nameOf(event);
    const run = Object.hasOwn(shortcuts, name) ? shortcuts[name] : undefined;
    const isPlain = !name.startsWith('mod+');
    if (run === undefined || event.defaultPrevented || event.altKey || event.isComposing || isActive?.(name) === false) {
      return;
    }
    if (isPlain && (isTypingTarget(event.target) || document.querySelector('dialog[open]') !== null)) {
      return;
    }
    if (/^(shift\+)?[a-z]$/.test(name) && !useSettings.getState().letterShortcuts) {
      return;
    }
    event.preventDefault();
    run(event);
  });
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown, { capture: isFirst });
    return () => { document.removeEventListener('keydown', onKeyDown, { capture: isFirst }); };
  }, [isFirst]);
}
