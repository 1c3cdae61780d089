/** Named filters with their order, of this browser, and a few that are always there. */
import { Check, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { filtersOf } from 'src/lib/filters';
import { useNow } from 'src/lib/use-now';

import type { View } from '../api/view';
import { builtInViews, useSavedViews } from '../hooks/saved-views';
import type { ChangeView } from '../hooks/use-view';

const NAME_MAX_LENGTH = 60;
const FIELD = 'h-8 min-w-0 flex-1 rounded-md border border-line bg-surface px-2 text-[13px] text-ink';
const ITEM = 'h-8 min-w-0 flex-1 cursor-pointer truncate rounded-md px-2 text-left text-[13px] hover:bg-hover';

interface SavedViewsProps {
  view: View;
  onChange: ChangeView;
  onClose: () => void;
}

export default function SavedViews({ view, onChange, onClose }: SavedViewsProps) {
  const nowMs = useNow();
  const { views, save, rename, remove } = useSavedViews();
  const [renamed, setRenamed] = useState<string | null>(null);
  const current = { ...filtersOf(view), sort_by: view.sort_by, sort_dir: view.sort_dir };
  const open = (change: Partial<View>) => {
    onChange(change);
    onClose();
  };

  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Built-in views">
        {builtInViews(nowMs).map((builtIn) => (
          <li key={builtIn.name} className="flex">
            <button type="button" className={ITEM} onClick={() => { open(builtIn.view); }}>{builtIn.name}</button>
          </li>
        ))}
      </ul>
      {views.length === 0 ? null : (
        <ul aria-label="Your views" className="border-t border-line pt-2">
          {views.map(({ name, view: saved }) =>
            renamed === name ? (
              <li key={name}>
                <NameForm
                  label="New name"
                  action="Rename"
                  initial={name}
                  onSubmit={(next) => {
                    rename(name, next);
                    setRenamed(null);
                  }}
                />
              </li>
            ) : (
              <li key={name} className="flex items-center">
                <button type="button" className={ITEM} onClick={() => { open(saved); }}>{name}</button>
                <Button variant="icon" className="h-7 w-7" aria-label={`Rename ${name}`} onClick={() => { setRenamed(name); }}>
                  <Pencil aria-hidden="true" className="size-3.5" />
                </Button>
                <Button variant="icon" className="h-7 w-7" aria-label={`Delete ${name}`} onClick={() => { remove(name); }}>
                  <Trash2 aria-hidden="true" className="size-3.5" />
                </Button>
              </li>
            ),
          )}
        </ul>
      )}
      <div className="border-t border-line pt-3">
        <NameForm key={views.length} label="Name for the current view" action="Save" initial="" onSubmit={(name) => { save(name, current); }} />
      </div>
    </div>
  );
}

interface NameFormProps {
  label: string;
  action: string;
  initial: string;
  onSubmit: (name: string) => void;
}

function NameForm({ label, action, initial, onSubmit }: NameFormProps) {
  const [name, setName] = useState(initial);
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(name.trim());
      }}
    >
      <input aria-label={label} placeholder={label} maxLength={NAME_MAX_LENGTH} value={name} onChange={(event) => { setName(event.target.value); }} className={FIELD} />
      <Button type="submit" disabled={name.trim() === ''}>
        <Check aria-hidden="true" className="size-3.5" />
        {action}
      </Button>
    </form>
  );
}
