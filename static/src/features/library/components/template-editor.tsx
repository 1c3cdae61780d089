/**
 * One template, scenario or edge case: its fields, the variables its text names with their defaults, and the text as it reads with them. Leaving with changes
 * that are not saved asks first. A save that meets somebody else's shows both and lets the user choose.
 */
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useId, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Dialog } from 'src/components/ui/dialog';
import { formatInteger } from 'src/lib/format';
import { ApiError } from 'src/lib/problem';
import { showToast } from 'src/lib/toasts';

import { type Draft, draftOf, itemSchema, type LibraryItem, type Resource, WORDS } from '../api/library';
import { filled, malformedLine, parametersFor, valueText } from '../api/template-text';
import { useDeleteItem, useLibraryList, useSaveItem } from '../hooks/use-library';

const FIELD = 'mt-1 block w-full rounded-md border border-line bg-surface px-2.5 text-[13px] text-ink focus:border-accent focus:outline-none aria-invalid:border-danger disabled:opacity-60';

interface EditorProps {
  resource: Resource;
  /** Undefined for a new one. */
  item: LibraryItem | undefined;
  canWrite: boolean;
  onSaved: (item: LibraryItem) => void;
  onClose: () => void;
}

export function TemplateEditor({ resource, item, canWrite, onSaved, onClose }: EditorProps) {
  const { one } = WORDS[resource];
  const [base, setBase] = useState(item);
  const [draft, setDraft] = useState(() => draftOf(resource, item));
  const [conflict, setConflict] = useState<LibraryItem | null>(null);
  const save = useSaveItem(resource);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(draftOf(resource, base));
  const change = (part: Partial<Draft>) => { setDraft((current) => ({ ...current, ...part })); };
  const fieldError = (field: string) => (save.error instanceof ApiError ? save.error.fields.find((error) => error.field === field)?.message : undefined);

  const saveOver = (expected: LibraryItem | undefined) => {
    save.mutate(
      { item: expected, draft },
      {
        onSuccess: (saved) => {
          setBase(saved);
          setDraft(draftOf(resource, saved));
          setConflict(null);
          showToast({ title: `Saved ${saved.name}` });
          onSaved(saved);
        },
        onError: (error) => {
          const theirs = error instanceof ApiError && error.status === 412 ? itemSchema.safeParse(error.current) : null;
          if (theirs?.success === true) {
            setConflict(theirs.data);
          } else if (!(error instanceof ApiError) || error.fields.length === 0) {
            showToast({ kind: 'error', title: `The ${one} was not saved`, detail: error.message, action: { label: 'Retry', run: () => { saveOver(expected); } } });
          }
        },
      },
    );
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    saveOver(base);
  };

  return (
    <form onSubmit={submit} aria-label={base === undefined ? `New ${one}` : base.name} className="flex min-h-0 flex-1 flex-col">
      <UnsavedGuard isDirty={isDirty && canWrite && !save.isPending} />
      <div className="grid min-h-0 flex-1 gap-x-6 gap-y-4 overflow-y-auto p-4 xl:grid-cols-2">
        <div className="space-y-4">
          <Field label="Name" error={fieldError('name')}>
            {(props) => <input {...props} required maxLength={200} disabled={!canWrite} value={draft.name} onChange={(event) => { change({ name: event.target.value }); }} className={`${FIELD} h-8`} />}
          </Field>
          <Field label="Description" error={fieldError('description')}>
            {(props) => <textarea {...props} rows={2} maxLength={2000} disabled={!canWrite} value={draft.description} onChange={(event) => { change({ description: event.target.value }); }} className={`${FIELD} resize-y py-1.5 leading-5`} />}
          </Field>
          <ParentField resource={resource} value={draft.parentId} disabled={!canWrite} error={fieldError(WORDS[resource].parent?.field ?? '')} onChange={(parentId) => { change({ parentId }); }} />
          <Field label="Categories, separated by commas" error={fieldError('category')}>
            {(props) => <CategoryInput {...props} disabled={!canWrite} value={draft.category} onChange={(category) => { change({ category }); }} />}
          </Field>
          <Field label="Text" error={fieldError('body') ?? malformedMessage(draft.body)} hint="{{name}} stands for a variable.">
            {(props) => (
              <textarea
                {...props}
                rows={10}
                spellCheck
                disabled={!canWrite}
                value={draft.body}
                onChange={(event) => { change({ body: event.target.value, parameters: parametersFor(event.target.value, draft.parameters) }); }}
                className={`${FIELD} resize-y py-2 font-mono text-xs leading-5`}
              />
            )}
          </Field>
          <label className="flex items-center gap-2.5 text-[13px] text-ink">
            <input type="checkbox" className="size-4 accent-accent" disabled={!canWrite} checked={draft.active} onChange={(event) => { change({ active: event.target.checked }); }} />
            Offered for new conversations
          </label>
        </div>
        <div className="min-w-0 space-y-4">
          <Variables parameters={draft.parameters} disabled={!canWrite} errorOf={(name) => fieldError(`parameters.${name}`)} onChange={(parameters) => { change({ parameters }); }} />
          <Preview draft={draft} />
          {base?.usedBy === undefined ? null : <UsedBy usedBy={base.usedBy} />}
        </div>
      </div>
      <div className="flex h-12 shrink-0 items-center gap-2 border-t border-line px-4">
        {canWrite ? (
          <Button type="submit" variant="primary" disabled={!isDirty || save.isPending}>
            {save.isPending ? 'Saving…' : 'Save'}
          </Button>
        ) : (
          <p className="text-[13px] text-muted">Only administrators change the library.</p>
        )}
        <Button variant="quiet" onClick={onClose}>Close</Button>
        {base !== undefined && canWrite ? <DeleteButton resource={resource} item={base} onDeleted={onClose} /> : null}
      </div>
      {conflict === null ? null : (
        <Conflict
          mine={draft}
          theirs={draftOf(resource, conflict)}
          onKeepMine={() => { saveOver(conflict); }}
          onTakeTheirs={() => {
            setBase(conflict);
            setDraft(draftOf(resource, conflict));
            setConflict(null);
          }}
          onClose={() => { setConflict(null); }}
        />
      )}
    </form>
  );
}

function malformedMessage(body: string): string | undefined {
  const line = malformedLine(body);
  return line === null ? undefined : `Line ${line}: {{ must begin a variable, such as {{name}}.`;
}

interface FieldProps {
  label: string;
  error: string | undefined;
  hint?: string;
  children: (props: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode;
}

function Field({ label, error, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-[13px] font-medium text-ink">{label}</label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': `${id}-note` })}
      <p id={`${id}-note`} className={`mt-1 text-xs empty:hidden ${error === undefined ? 'text-muted' : 'text-danger'}`}>{error ?? hint}</p>
    </div>
  );
}

interface CategoryInputProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
  value: string[];
  disabled: boolean;
  onChange: (value: string[]) => void;
}

/** Keeps what is typed, commas and all; the list is what it means. */
function CategoryInput({ value, onChange, ...props }: CategoryInputProps) {
  const [typed, setTyped] = useState(value.join(', '));
  return (
    <input
      {...props}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(event.target.value.split(',').map((name) => name.trim()).filter((name) => name !== ''));
      }}
      className={`${FIELD} h-8`}
    />
  );
}

function ParentField({ resource, value, disabled, error, onChange }: { resource: Resource; value: string | null; disabled: boolean; error: string | undefined; onChange: (id: string | null) => void }) {
  const { parent } = WORDS[resource];
  const parents = useLibraryList(parent?.resource ?? 'templates', '');
  if (parent === null) {
    return null;
  }
  const options = parents.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Field label={parent.label} error={error}>
      {(props) => (
        <select {...props} disabled={disabled} value={value ?? ''} onChange={(event) => { onChange(event.target.value === '' ? null : event.target.value); }} className={`${FIELD} h-8`}>
          <option value="">None</option>
          {value !== null && options.every(({ id }) => id !== value) ? <option value={value}>{value}</option> : null}
          {options.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      )}
    </Field>
  );
}

function Variables({ parameters, disabled, errorOf, onChange }: { parameters: Record<string, unknown>; disabled: boolean; errorOf: (name: string) => string | undefined; onChange: (parameters: Record<string, unknown>) => void }) {
  const names = Object.keys(parameters);
  return (
    <fieldset>
      <legend className="text-[13px] font-medium text-ink">Variables and their defaults</legend>
      {names.length === 0 ? <p className="mt-1 text-xs text-muted">The text names none yet.</p> : null}
      <div className="mt-1 space-y-2">
        {names.map((name) => (
          <Field key={name} label={name} error={errorOf(name)}>
            {(props) => <input {...props} disabled={disabled} value={valueText(parameters[name])} onChange={(event) => { onChange({ ...parameters, [name]: event.target.value }); }} className={`${FIELD} h-8`} />}
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

function Preview({ draft }: { draft: Draft }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-[13px] font-medium text-ink">Preview</h2>
      <p className="mt-1 min-h-24 rounded-md bg-hover px-3 py-2.5 text-[13px] leading-5 break-words whitespace-pre-wrap text-ink-soft">
        {filled(draft.body, draft.parameters).map(({ text, variable }, index) =>
          variable === null ? text : (
            <mark key={index} title={variable} className="rounded-sm bg-accent-soft px-0.5 text-accent-ink">{text === '' ? `{{${variable}}}` : text}</mark>
          ),
        )}
      </p>
    </section>
  );
}

function UsedBy({ usedBy: { conversations, scenarios = 0, edgeCases = 0 } }: { usedBy: NonNullable<LibraryItem['usedBy']> }) {
  const uses = [
    [conversations, 'conversation'],
    [scenarios, 'scenario'],
    [edgeCases, 'edge case'],
  ] as const;
  const named = uses.filter(([count]) => count > 0).map(([count, noun]) => `${formatInteger(count)} ${noun}${count === 1 ? '' : 's'}`);
  return <p className="text-xs text-muted">{named.length === 0 ? 'Not used yet.' : `Used by ${named.join(', ')}.`}</p>;
}

function DeleteButton({ resource, item, onDeleted }: { resource: Resource; item: LibraryItem; onDeleted: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  const { one } = WORDS[resource];
  const deletion = useDeleteItem(resource);
  return (
    <>
      <Button variant="quiet" className="ml-auto text-danger!" onClick={() => { setIsAsking(true); }}>Delete</Button>
      {isAsking ? (
        <Dialog title={`Delete ${item.name}?`} onClose={() => { setIsAsking(false); }}>
          <div className="p-4">
            <p className="text-[13px] leading-5 text-ink-soft">This cannot be undone. A {one} that is still used is not deleted.</p>
            {deletion.error === null ? null : <p role="alert" className="mt-2 text-[13px] text-danger">{deletion.error instanceof ApiError ? deletion.error.detail : deletion.error.message}</p>}
            <div className="mt-4 flex justify-end gap-2">
              <Button onClick={() => { setIsAsking(false); }}>Keep it</Button>
              <Button
                variant="primary"
                disabled={deletion.isPending}
                onClick={() => {
                  deletion.mutate(item, {
                    onSuccess: () => {
                      showToast({ title: `Deleted ${item.name}` });
                      onDeleted();
                    },
                  });
                }}
              >
                Delete
              </Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

function Conflict({ mine, theirs, onKeepMine, onTakeTheirs, onClose }: { mine: Draft; theirs: Draft; onKeepMine: () => void; onTakeTheirs: () => void; onClose: () => void }) {
  const differing = (Object.keys(mine) as (keyof Draft)[]).filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]));
  return (
    <Dialog title="Somebody else saved it meanwhile" onClose={onClose} className="w-200">
      <div className="overflow-y-auto p-4">
        <table className="w-full table-fixed text-left text-[13px]">
          <thead>
            <tr className="text-xs text-muted">
              <th scope="col" className="w-28 pb-2 font-medium">Field</th>
              <th scope="col" className="pb-2 font-medium">Yours</th>
              <th scope="col" className="pb-2 font-medium">Theirs</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((field) => (
              <tr key={field} className="border-t border-line-soft align-top">
                <th scope="row" className="py-2 font-normal text-muted">{field}</th>
                <td className="py-2 pr-4 break-words whitespace-pre-wrap text-ink">{valueText(mine[field])}</td>
                <td className="py-2 break-words whitespace-pre-wrap text-ink">{valueText(theirs[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onTakeTheirs}>Take theirs</Button>
          <Button variant="primary" onClick={onKeepMine}>Save mine over it</Button>
        </div>
      </div>
    </Dialog>
  );
}

function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: isDirty, withResolver: true });
  if (blocker.status !== 'blocked') {
    return null;
  }
  return (
    <Dialog title="Leave without saving?" onClose={blocker.reset}>
      <div className="p-4">
        <p className="text-[13px] leading-5 text-ink-soft">Your changes are not saved and would be lost.</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={blocker.proceed}>Leave</Button>
          <Button variant="primary" onClick={blocker.reset}>Stay</Button>
        </div>
      </div>
    </Dialog>
  );
}
