/**
 * The colour theme is neither server state nor part of the shared view, so it lives in a store of its own and in `localStorage`. `system` sets
 * nothing: the style sheet follows the device by itself through `color-scheme`.
 */
import * as z from 'zod/mini';
import { create } from 'zustand';

const STORAGE_KEY = 'parley.theme';

export const THEMES = ['system', 'light', 'dark'] as const;
const themeSchema = z.enum(THEMES);
export type Theme = z.infer<typeof themeSchema>;

interface ThemeStore {
  theme: Theme;
  setTheme: (theme: Theme) => void;
}

function storedTheme(): Theme {
  const stored = themeSchema.safeParse(localStorage.getItem(STORAGE_KEY));
  return stored.success ? stored.data : 'system';
}

export const useThemeStore = create<ThemeStore>()((set) => ({
  theme: storedTheme(),
  setTheme: (theme) => {
    localStorage.setItem(STORAGE_KEY, theme);
    set({ theme });
  },
}));

/** Keeps the document in the chosen theme, from now on. */
export function applyTheme(): void {
  const apply = ({ theme }: ThemeStore) => {
    document.documentElement.dataset.theme = theme;
  };
  apply(useThemeStore.getState());
  useThemeStore.subscribe(apply);
}
