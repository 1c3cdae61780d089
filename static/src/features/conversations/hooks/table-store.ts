/**
 * What the table remembers beside URL and server state: where it is scrolled to, which row is active, what is selected. It outlives the page, so that coming
 * back finds everything as it was, and, through `sessionStorage`, a reload too. Rows subscribe to what concerns them alone, so one row's selection renders no
 * other.
 */
import * as z from 'zod/mini';
import { create } from 'zustand';

import type { PageParam } from './row-window';

const STORAGE_KEY = 'parley.table';

/** Rows before the API would refuse a list of ids (1,000 at most). */
export const MAX_SELECTED_IDS = 1_000;

const stateSchema = z.object({
  /** Filters and order that position and active row belong to. */
  listKey: z.string(),
  /** Filters that the selection belongs to: another order leaves it alone. */
  filterKey: z.string(),
  /** Scroll position in rows. */
  topRow: z.number(),
  activeIndex: z.number(),
  /** Where the page in sight is read from. */
  place: z.optional(z.object({ index: z.number(), cursor: z.optional(z.string()), rank: z.optional(z.number()) })),
  selectedIds: z.array(z.string()),
  /** When "Select all" was chosen (RFC 3339): what changes later is not part of it. Null: the ids are the selection. */
  allAsOf: z.nullable(z.string()),
});

export interface TableState {
  listKey: string;
  filterKey: string;
  topRow: number;
  activeIndex: number;
  place: PageParam | undefined;
  selectedIds: ReadonlySet<string>;
  allAsOf: string | null;
  /** Where a range that is selected with Shift begins. */
  anchorIndex: number | null;
}

const NOTHING_SELECTED = { selectedIds: new Set<string>(), allAsOf: null, anchorIndex: null };
const EMPTY: TableState = { listKey: '', filterKey: '', topRow: 0, activeIndex: 0, place: undefined, ...NOTHING_SELECTED };

function storedState(): TableState {
  try {
    const stored = stateSchema.parse(JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null'));
    const { index, cursor, rank } = stored.place ?? { index: 0 };
    const place = { index, ...(cursor === undefined ? {} : { cursor }), ...(rank === undefined ? {} : { rank }) };
    return { ...EMPTY, ...stored, place, selectedIds: new Set(stored.selectedIds) };
  } catch {
    return EMPTY;
  }
}

export const useTableStore = create<TableState>()(storedState);

/** Keeps the state for a reload. */
export function storeTableState(): void {
  const { selectedIds, ...state } = useTableStore.getState();
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ ...state, selectedIds: [...selectedIds] }));
}

/** Forgets everything, as for a new user. */
export function resetTableState(): void {
  useTableStore.setState(EMPTY);
}

/** Makes `listKey` what position and active row belong to; those of another list are forgotten. */
export function openList(listKey: string, filterKey: string): void {
  const state = useTableStore.getState();
  useTableStore.setState({
    ...(state.listKey === listKey ? {} : { listKey, topRow: 0, activeIndex: 0, place: undefined }),
    ...(state.filterKey === filterKey ? {} : { filterKey, ...NOTHING_SELECTED }),
  });
}

export function setActiveIndex(activeIndex: number): void {
  useTableStore.setState({ activeIndex });
}

export function clearSelection(): void {
  useTableStore.setState(NOTHING_SELECTED);
}

/** Selects exactly these rows. */
export function selectIds(ids: Iterable<string>): void {
  useTableStore.setState({ ...NOTHING_SELECTED, selectedIds: new Set(ids) });
}

/** Selects all that the filters match as of now. */
export function selectAll(): void {
  useTableStore.setState({ ...NOTHING_SELECTED, allAsOf: new Date().toISOString() });
}

/** Selects a row or takes it out. `loadedIds` is what stays selected of everything when one row of it is taken out. */
export function toggleSelected(id: string, index: number, loadedIds: readonly string[]): void {
  const { selectedIds, allAsOf } = useTableStore.getState();
  const next = new Set(allAsOf === null ? selectedIds : loadedIds);
  if (!next.delete(id)) {
    next.add(id);
  }
  useTableStore.setState({ selectedIds: next, allAsOf: null, anchorIndex: index });
}

/** Adds the rows from the one that was selected last to this one. */
export function selectRange(index: number, idsBetween: (from: number, to: number) => readonly string[]): void {
  const { selectedIds, anchorIndex, activeIndex } = useTableStore.getState();
  const anchor = anchorIndex ?? activeIndex;
  const ids = idsBetween(Math.min(anchor, index), Math.max(anchor, index));
  useTableStore.setState({ selectedIds: new Set([...selectedIds, ...ids]), allAsOf: null, anchorIndex: anchor });
}
