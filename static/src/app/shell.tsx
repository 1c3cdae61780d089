/**
 * What surrounds every page of a signed-in user. The palette, the sheet of shortcuts and the messages are chunks of their own: the first page is painted
 * without them.
 */
import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { ChevronDown, LogOut, Monitor, Moon, Search, Settings, Sun } from 'lucide-react';
import { Suspense, useId, useRef, useState, useSyncExternalStore } from 'react';

import { Button } from 'src/components/ui/button';
import { lazyPart } from 'src/components/ui/lazy-part';
import { useShortcuts } from 'src/components/ui/use-shortcuts';
import { clearToken, hasRole } from 'src/lib/session';
import { type Theme, THEMES, useThemeStore } from 'src/lib/theme';
import { useToasts } from 'src/lib/toasts';

import { SCREENS } from './navigation';

const CommandPalette = lazyPart(() => import('./command-palette'), 'default', { isOverlay: true });
const ShortcutSheet = lazyPart(() => import('./shortcut-sheet'), 'default', { isOverlay: true });
const Toaster = lazyPart(() => import('src/components/ui/toaster'), 'Toaster', { isOverlay: true });

/** How long G waits for the letter that says where to go. */
const GO_TO_MS = 1_500;

export function Shell() {
  const [overlay, setOverlay] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => { setOverlay(null); };
  useGoTo();
  useShortcuts({
    'mod+k': () => { setOverlay('palette'); },
    '?': () => { setOverlay('shortcuts'); },
  });

  return (
    <div className="flex h-full flex-col">
      <OfflineBar />
      <header className="flex h-11 shrink-0 items-center gap-1 border-b border-line bg-surface px-4">
        <img src="/favicon.svg" alt="" width={20} height={20} />
        <span className="mr-2 text-[13px] font-semibold text-ink max-sm:sr-only">Parley</span>
        <Screens />
        <div className="ml-auto flex items-center gap-0.5">
          <Button variant="quiet" aria-keyshortcuts="Control+K Meta+K" onClick={() => { setOverlay('palette'); }}>
            <Search aria-hidden="true" className="size-4" />
            <span className="sr-only">Search commands</span>
            <kbd className="rounded border border-line px-1 font-sans text-[11px] max-md:hidden">Ctrl K</kbd>
          </Button>
          <ThemeButton />
          <Link to="/settings" aria-label="Settings" title="Settings" className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink">
            <Settings aria-hidden="true" className="size-4" />
          </Link>
          <Button variant="icon" aria-label="Sign out" title="Sign out" onClick={signOut}>
            <LogOut aria-hidden="true" className="size-4" />
          </Button>
        </div>
      </header>
      <Outlet />
      <Suspense>
        {overlay === 'palette' ? <CommandPalette onClose={close} onShortcuts={() => { setOverlay('shortcuts'); }} onSignOut={signOut} /> : null}
        {overlay === 'shortcuts' ? <ShortcutSheet onClose={close} /> : null}
      </Suspense>
      <Messages />
    </div>
  );
}

/**
 * The screens, side by side; on a phone below a button that says which one it is. One element for both: as a popover it closes on Escape and on a tap
 * elsewhere, and where there is room it is laid out as if it were none.
 */
function Screens() {
  const id = useId();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const current = SCREENS.find(({ to }) => to === path);
  return (
    <>
      <Button variant="quiet" className="text-ink sm:hidden" popoverTarget={id} aria-haspopup="true">
        <span className="sr-only">Screen: </span>
        {current?.label ?? 'others'}
        <ChevronDown aria-hidden="true" className="-mr-0.5 size-3.5 text-muted" />
      </Button>
      <nav
        id={id}
        aria-label="Screens"
        popover="auto"
        onClick={(event) => { event.currentTarget.hidePopover(); }}
        className="fixed inset-auto top-12 left-2 m-0 min-w-0 gap-0.5 rounded-lg border border-line bg-surface p-1 shadow-panel max-sm:w-52 sm:static sm:flex sm:overflow-x-auto sm:border-0 sm:p-0 sm:shadow-none"
      >
        {SCREENS.filter(({ isMain, role }) => isMain && hasRole(role)).map(({ label, to }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            className="flex h-7 items-center rounded-md px-2 text-[13px] whitespace-nowrap text-muted hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink max-sm:h-9"
          >
            {label}
          </Link>
        ))}
      </nav>
    </>
  );
}

/** Leaves by a full page load, so that nothing of the session stays in memory. */
function signOut(): void {
  clearToken();
  window.location.assign('/sign-in');
}

/** G and then a letter goes to a screen. */
function useGoTo(): void {
  const router = useRouter();
  const until = useRef(0);
  const goTo = (key: string) => () => {
    const screen = SCREENS.find((candidate) => candidate.key === key && hasRole(candidate.role));
    if (screen !== undefined && Date.now() < until.current) {
      until.current = 0;
      void router.navigate({ to: screen.to });
    }
  };
  useShortcuts(
    { ...Object.fromEntries(SCREENS.map(({ key }) => [key, goTo(key)])), g: () => { until.current = Date.now() + GO_TO_MS; } },
    { isActive: (name) => name === 'g' || Date.now() < until.current, isFirst: true },
  );
}

/** Only once there is something to say. */
function Messages() {
  const hasAny = useToasts(({ toasts }) => toasts.length > 0);
  const [wasNeeded, setWasNeeded] = useState(false);
  if (hasAny && !wasNeeded) {
    setWasNeeded(true);
  }
  return wasNeeded ? (
    <Suspense>
      <Toaster />
    </Suspense>
  ) : null;
}

function subscribeToConnection(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}

/** What was read stays readable; what is changed fails with words until the network is back. */
function OfflineBar() {
  const isOnline = useSyncExternalStore(subscribeToConnection, () => navigator.onLine);
  return (
    <div role="status">
      {isOnline ? null : (
        <p className="bg-accent-soft px-4 py-1.5 text-center text-xs text-accent-ink">
          You are offline. What was loaded stays readable; changes wait until you are back.
        </p>
      )}
    </div>
  );
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
