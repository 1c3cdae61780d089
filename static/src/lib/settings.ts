/**
 * What a user likes on this device: neither server state nor part of a view that is shared by its URL, so it lives in a store of its own and in
 * `localStorage`. What is stored there may be of an older version or edited by hand: a part that is not valid falls back to its default.
 */
import * as z from 'zod/mini';
import { create } from 'zustand';

const STORAGE_KEY = 'parley.settings';

export const DENSITIES = ['comfortable', 'dense'] as const;
export const PAGE_SIZES = [25, 50, 100] as const;

export type Density = (typeof DENSITIES)[number];
export type PageSize = (typeof PAGE_SIZES)[number];

const WIDTH_PX = { min: 48, max: 800 };
const PANEL_PX = { min: 320, max: 1200 };

const settingsSchema = z.object({
  density: z.catch(z.enum(DENSITIES), 'comfortable'),
  /** Columns of the table that are not shown, by their ids. */
  hiddenColumns: z.catch(z.array(z.string()), []),
  /** Widths in pixels that differ from the style sheet's, by column id. */
  columnWidths: z.catch(z.record(z.string(), z.number().check(z.minimum(WIDTH_PX.min), z.maximum(WIDTH_PX.max))), {}),
  panelWidth: z.catch(z.number().check(z.minimum(PANEL_PX.min), z.maximum(PANEL_PX.max)), 480),
  /** Plain pages with Previous and Next instead of one long table. */
  usesPages: z.catch(z.boolean(), false),
  pageSize: z.catch(z.literal(PAGE_SIZES), 50),
  /** Whether single letters are shortcuts: off for those whose speech input types letters (WCAG 2.2, 2.1.4). */
  letterShortcuts: z.catch(z.boolean(), true),
});

export type Settings = z.infer<typeof settingsSchema>;

interface SettingsStore extends Settings {
  changeSettings: (change: Partial<Settings>) => void;
}

function storedSettings(): Settings {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
  } catch {
    stored = {};
  }
  const known = typeof stored === 'object' && stored !== null ? stored : {};
  return settingsSchema.parse({ ...Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, undefined])), ...known });
}

export const useSettings = create<SettingsStore>()((set, get) => ({
  ...storedSettings(),
  changeSettings: (change) => {
    set(change);
    // Functions are left out of JSON.
    localStorage.setItem(STORAGE_KEY, JSON.stringify(get()));
  },
}));
