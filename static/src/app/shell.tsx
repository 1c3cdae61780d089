import { Outlet } from '@tanstack/react-router';
import { LogOut, Monitor, Moon, Sun } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { clearToken } from 'src/lib/session';
import { type Theme, THEMES, useThemeStore } from 'src/lib/theme';

/** What surrounds every page of a signed-in user. */
export function Shell() {
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-surface px-4">
        <img src="/favicon.svg" alt="" width={20} height={20} />
        <span className="text-[13px] font-semibold text-ink">Parley</span>
        <div className="ml-auto flex items-center gap-0.5">
          <ThemeButton />
          <Button variant="icon" aria-label="Sign out" title="Sign out" onClick={signOut}>
            <LogOut aria-hidden="true" className="size-4" />
          </Button>
        </div>
      </header>
      <Outlet />
    </div>
  );
}

/** Leaves by a full page load, so that nothing of the session stays in memory. */
function signOut(): void {
  clearToken();
  window.location.assign('/sign-in');
}

const THEME_ICONS: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };
const THEME_LABELS: Record<Theme, string> = { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };

function ThemeButton() {
  const { theme, setTheme } = useThemeStore();
  const Icon = THEME_ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <Button variant="icon" aria-label={THEME_LABELS[theme]} title={THEME_LABELS[theme]} onClick={() => { setTheme(next); }}>
      <Icon aria-hidden="true" className="size-4" />
    </Button>
  );
}
