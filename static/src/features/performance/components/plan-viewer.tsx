/** The plan of a query of the list, given as its filter, or of a slow statement. Nothing is asked for until somebody does: with “run it”, Postgres does the work. */
import { CircleAlert } from 'lucide-react';
import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { STATUS_LABELS, STATUSES, TIER_LABELS, TIERS } from 'src/lib/conversation';
import { ApiError } from 'src/lib/problem';

import type { Statement } from '../api/database';
import { EMPTY_FORM, type Explanation, type PlanForm } from '../api/plan';
import { usePlan } from '../hooks/use-performance';
import { CopySql } from './copy-sql';
import { wordsOf } from './panel';
import { PlanTree } from './plan-tree';

const SORTS = { created_at: 'Created', updated_at: 'Updated', quality_score: 'Quality', title: 'Title', total_turns: 'Turns' };

const SECTIONS: Record<string, string> = {
  whole: 'The whole page',
  scored: 'Conversations with a score',
  unscored: 'Conversations without a score',
  ascii: 'Titles in ASCII',
  beyond_ascii: 'Titles beyond ASCII',
};

const FIELD = 'block h-8 w-full rounded-md border border-line bg-surface px-2 text-[13px] text-ink focus:border-accent focus:outline-none aria-invalid:border-danger';

interface PlanViewerProps {
  /** A statement whose plan is wanted; asked for as soon as it is another one. */
  statement: Statement | null;
  onClear: () => void;
}

export function PlanViewer({ statement, onClear }: PlanViewerProps) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  const [form, setForm] = useState(EMPTY_FORM);
  const plan = usePlan();
  const { mutate, reset } = plan;

  useEffect(() => {
    if (statement !== null) {
      mutate({ queryid: statement.queryid });
      section.current?.scrollIntoView({ block: 'start' });
      section.current?.focus({ preventScroll: true });
    }
  }, [statement, mutate]);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onClear();
    mutate({ form });
  };

  return (
    <section ref={section} tabIndex={-1} aria-labelledby={id} aria-busy={plan.isPending} className="flex min-w-0 scroll-mt-3 flex-col rounded-lg border border-line bg-surface focus:outline-none">
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line-soft px-4 py-2">
        <h2 id={id} className="text-[13px] font-semibold text-ink">Plans</h2>
        <p className="text-xs text-muted">what Postgres does for a page of the list, a count or a slow statement; read-only, and rolled back</p>
      </div>
      <FilterForm form={form} isPending={plan.isPending} error={plan.error} onChange={(part) => { setForm({ ...form, ...part }); }} onSubmit={submit} />
      <div aria-live="polite">
        {statement === null ? null : (
          <p className="flex flex-wrap items-center gap-2 border-t border-line-soft px-4 py-2 text-xs text-muted">
            <span className="min-w-0 flex-1 truncate font-mono">{statement.text}</span>
            <Button variant="quiet" className="h-7" onClick={() => { onClear(); reset(); }}>Close</Button>
          </p>
        )}
        {plan.isPending ? <p className="border-t border-line-soft px-4 py-5 text-[13px] text-muted">Asking Postgres…</p> : null}
        {plan.error === null || (plan.error instanceof ApiError && plan.error.fields.length > 0 && statement === null) ? null : <Failure error={plan.error} />}
        {plan.data === undefined ? null : <Plans explanation={plan.data} />}
      </div>
    </section>
  );
}

interface FilterFormProps {
  form: PlanForm;
  isPending: boolean;
  error: Error | null;
  onChange: (part: Partial<PlanForm>) => void;
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
}

function FilterForm({ form, isPending, error, onChange, onSubmit }: FilterFormProps) {
  const isList = form.query === 'list';
  const problems = error instanceof ApiError ? error.fields : [];
  const errorOf = (field: string) => problems.find((problem) => problem.field.endsWith(field))?.message;
  return (
    <form onSubmit={onSubmit} aria-label="Plan of a filter" className="grid grid-cols-2 gap-x-3 gap-y-2.5 px-4 py-3 sm:grid-cols-3 lg:grid-cols-5">
      <Field label="What">
        {(props) => <Select {...props} value={form.query} options={{ list: 'A page of the list', count: 'A count' }} onChange={(query) => { onChange({ query: query === 'count' ? 'count' : 'list' }); }} />}
      </Field>
      <Field label="Status" error={errorOf('status')}>
        {(props) => <Select {...props} value={form.status} options={{ '': 'Any', ...pick(STATUSES, STATUS_LABELS) }} onChange={(status) => { onChange({ status }); }} />}
      </Field>
      <Field label="Tier" error={errorOf('tier')}>
        {(props) => <Select {...props} value={form.tier} options={{ '': 'Any', ...pick(TIERS, TIER_LABELS) }} onChange={(tier) => { onChange({ tier }); }} />}
      </Field>
      <Field label="Quality from" error={errorOf('quality_min')}>
        {(props) => <input {...props} type="number" min={0} max={10} step={0.01} className={FIELD} value={form.qualityMin} onChange={(event) => { onChange({ qualityMin: event.target.value }); }} />}
      </Field>
      <Field label="Quality to" error={errorOf('quality_max')}>
        {(props) => <input {...props} type="number" min={0} max={10} step={0.01} className={FIELD} value={form.qualityMax} onChange={(event) => { onChange({ qualityMax: event.target.value }); }} />}
      </Field>
      <Field label="Search" error={errorOf('search')}>
        {(props) => <input {...props} type="text" maxLength={200} className={FIELD} value={form.search} onChange={(event) => { onChange({ search: event.target.value }); }} />}
      </Field>
      <Field label="Category" error={errorOf('category')}>
        {(props) => <input {...props} type="text" maxLength={200} className={FIELD} value={form.category} onChange={(event) => { onChange({ category: event.target.value }); }} />}
      </Field>
      <Field label="Sorted by">
        {(props) => <Select {...props} disabled={!isList} value={form.sortBy} options={SORTS} onChange={(sortBy) => { onChange({ sortBy }); }} />}
      </Field>
      <Field label="Direction">
        {(props) => <Select {...props} disabled={!isList} value={form.sortDir} options={{ desc: 'Descending', asc: 'Ascending' }} onChange={(sortDir) => { onChange({ sortDir: sortDir === 'asc' ? 'asc' : 'desc' }); }} />}
      </Field>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2 max-sm:col-span-2">
        <label title="Runs the statement, to see what each step takes" className="flex h-8 items-center gap-2 text-[13px] text-ink">
          <input type="checkbox" className="size-4 accent-accent" checked={form.analyze} onChange={(event) => { onChange({ analyze: event.target.checked }); }} />
          Run it
        </label>
        <Button type="submit" variant="primary" disabled={isPending}>Show plan</Button>
      </div>
    </form>
  );
}

/** The labels of some names, in their order. */
function pick<Name extends string>(names: readonly Name[], labels: Record<Name, string>): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, labels[name]]));
}

interface FieldProps {
  label: string;
  error?: string | undefined;
  children: (props: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode;
}

function Field({ label, error, children }: FieldProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-0.5 block text-xs text-muted">{label}</label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': `${id}-error` })}
      <p id={`${id}-error`} className="mt-0.5 text-xs text-danger empty:hidden">{error}</p>
    </div>
  );
}

interface SelectProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
  disabled?: boolean;
  value: string;
  options: Record<string, string>;
  onChange: (value: string) => void;
}

function Select({ options, onChange, ...props }: SelectProps) {
  return (
    <select {...props} onChange={(event) => { onChange(event.target.value); }} className={`${FIELD} disabled:opacity-60`}>
      {Object.entries(options).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
    </select>
  );
}

function Failure({ error }: { error: Error }) {
  const { title, detail } = wordsOf(error);
  return (
    <p role="alert" className="flex items-start gap-2 border-t border-line-soft px-4 py-4 text-[13px] leading-5 text-ink">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <span>{title}. <span className="text-muted">{detail}</span></span>
    </p>
  );
}

function Plans({ explanation: { plan, analyzed, notice, statements } }: { explanation: Explanation }) {
  return (
    <div className="border-t border-line-soft">
      <p className="px-4 py-2.5 text-[13px] text-muted">
        {plan === null ? 'A statement as Postgres knows it' : <>Way chosen: <span className="font-medium text-ink">{plan}</span></>}
        {analyzed ? ', run to see what each step takes.' : ', as the planner expects it; nothing was run.'}
        {notice === null ? null : <span className="block">{notice}</span>}
      </p>
      {statements.length === 0 ? <p className="px-4 pb-4 text-[13px] text-muted">No statement is run for this.</p> : null}
      {statements.map(({ section, text, tree, suggestions, hypothetical }, index) => (
        <div key={section ?? index} className="border-t border-line-soft">
          <PlanTree title={section === null ? 'The statement' : (SECTIONS[section] ?? section)} tree={tree} />
          <Suggestions suggestions={suggestions} hypotheticalCost={hypothetical?.cost ?? null} cost={tree.cost} />
          {text === null ? null : (
            <details className="border-t border-line-soft">
              <summary className="cursor-pointer px-4 py-2 text-[13px] text-muted hover:text-ink">Its SQL</summary>
              <div className="px-4 pb-3"><CopySql sql={text} /></div>
            </details>
          )}
        </div>
      ))}
    </div>
  );
}

interface SuggestionsProps {
  suggestions: Explanation['statements'][number]['suggestions'];
  /** What the plan would cost with the suggested indexes, where HypoPG could tell. */
  hypotheticalCost: number | null;
  cost: number;
}

function Suggestions({ suggestions, hypotheticalCost, cost }: SuggestionsProps) {
  if (suggestions.length === 0) {
    return <p className="px-4 py-2.5 text-[13px] text-muted">No index would help.</p>;
  }
  return (
    <div className="space-y-2 px-4 py-3 text-[13px]">
      <h4 className="font-medium text-ink">Indexes that may help</h4>
      {suggestions.map(({ sql, reason }) => (
        <div key={sql} className="space-y-1">
          <p className="leading-5 text-ink-soft">{reason}</p>
          <CopySql sql={sql} />
        </div>
      ))}
      {hypotheticalCost === null ? null : (
        <p className="text-muted">With them the plan would cost {Math.round(hypotheticalCost).toLocaleString('en-US')} instead of {Math.round(cost).toLocaleString('en-US')}.</p>
      )}
    </div>
  );
}
