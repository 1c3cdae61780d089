/** Saved views in `localStorage`. What was saved by an older version, or edited by hand, goes through the schema of the URL. */
import * as z from 'zod/mini';
import { create } from 'zustand';

import { filtersOf, type Filters, NO_FILTERS } from 'src/lib/filters';

import { parseView, type Sort, sortOf } from '../api/view';
import { datePresets } from './date-presets';

const STORAGE_KEY = 'parley.views';

/** What a saved view restores: everything of the list, and nothing of what is open beside it. */
export type ListView = Filters & Sort;

export interface SavedView {
  name: string;
  view: ListView;
}

const storedSchema = z.array(z.object({ name: z.string(), view: z.record(z.string(), z.unknown()) }));

function storedViews(): SavedView[] {
  try {
    const stored = storedSchema.parse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]'));
    return stored.map(({ name, view }) => {
      const parsed = parseView(view);
      return { name, view: { ...filtersOf(parsed), ...sortOf(parsed) } };
    });
  } catch {
    return [];
  }
}

interface SavedViewStore {
  views: SavedView[];
  /** Saves under a name; one that is there already is replaced. */
  save: (name: string, view: ListView) => void;
  rename: (name: string, next: string) => void;
  remove: (name: string) => void;
}

export const useSavedViews = create<SavedViewStore>()((set, get) => {
  const change = (views: SavedView[]) => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(views));
    set({ views });
  };
  return {
    views: storedViews(),
    save: (name, view) => { change([...get().views.filter((other) => other.name !== name), { name, view }]); },
    rename: (name, next) => {
      const others = get().views.filter((other) => other.name === name || other.name !== next);
      change(others.map((saved) => (saved.name === name ? { ...saved, name: next } : saved)));
    },
    remove: (name) => { change(get().views.filter((other) => other.name !== name)); },
  };
});

/** Views that every user has. */
export function builtInViews(nowMs: number): readonly SavedView[] {
  const newest: Sort = { sort_by: 'created_at', sort_dir: 'desc' };
  const lastWeek = datePresets(nowMs).find(({ label }) => label === 'Last 7 days') ?? { start_date: '' };
  return [
    { name: 'All conversations', view: { ...NO_FILTERS, ...newest } },
    { name: 'Needs review', view: { ...NO_FILTERS, status: ['pending_review'], sort_by: 'created_at', sort_dir: 'asc' } },
    { name: 'Approved, created this week', view: { ...NO_FILTERS, status: ['approved'], start_date: lastWeek.start_date, ...newest } },
    { name: 'Best of those waiting', view: { ...NO_FILTERS, status: ['pending_review'], sort_by: 'quality_score', sort_dir: 'desc' } },
    { name: 'To be revised', view: { ...NO_FILTERS, status: ['needs_revision'], sort_by: 'updated_at', sort_dir: 'desc' } },
  ];
}
