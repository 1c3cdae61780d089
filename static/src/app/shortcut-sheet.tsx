/** Every shortcut, by the screen it works on. */
import { Dialog } from 'src/components/ui/dialog';

import { SCREENS } from './navigation';

const GROUPS: readonly { title: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'Commands'],
      ['?', 'This sheet'],
      ['Esc', 'Back, or close'],
      ...SCREENS.map(({ key, label }) => [`G ${key.toUpperCase()}`, `Go to ${label}`] as const),
    ],
  },
  {
    title: 'Conversations',
    keys: [
      ['↑ ↓ or J K', 'Move'],
      ['Page Up, Page Down, Home, End', 'Move far'],
      ['Enter', 'Open'],
      ['X', 'Select'],
      ['Shift X', 'Select a range'],
      ['/', 'Search'],
    ],
  },
  {
    title: 'Review',
    keys: [
      ['A', 'Approve'],
      ['R, then 1 to 9', 'Reject for a reason'],
      ['V', 'Needs revision'],
      ['E', 'Edit'],
      ['S', 'Skip'],
      ['U', 'Undo, several steps back'],
    ],
  },
];

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} className="w-160">
      <div className="gap-x-8 overflow-y-auto p-4 pb-0 sm:columns-2">
        {GROUPS.map(({ title, keys }) => (
          <section key={title} aria-label={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-medium text-muted">{title}</h3>
            <dl className="space-y-1.5 text-[13px]">
              {keys.map(([key, does]) => (
                <div key={key} className="flex items-baseline gap-3">
                  <dt className="text-ink-soft">{does}</dt>
                  <dd className="ml-auto text-right">
                    <kbd className="rounded border border-line px-1.5 py-px font-sans text-xs text-ink">{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
