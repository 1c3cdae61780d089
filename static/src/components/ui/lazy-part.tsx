/**
 * Components in a chunk of their own, which may not come: the network is down, or a newer version is served that has other chunks. The router's own loader
 * answers that with a reload of the page, which offline is the end of everything that was still readable. Here the rest of the page stays, and a notice with
 * Retry stands in the component's place.
 */
import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router';
import { CloudAlert } from 'lucide-react';
import { type ComponentType, lazy, type ReactNode } from 'react';

import { Button } from './button';
import { Notice } from './notice';

class LoadError extends Error {}

type PropsOf<C> = C extends (props: infer P) => unknown ? P & object : never;

interface LazyPartOptions {
  /** An overlay's notice floats; any other fills the place of the component. */
  isOverlay?: boolean;
}

/** The component that a module exports by this name. It suspends while it is on its way; `preload` begins to load it, and never fails. */
export function lazyPart<M extends Record<K, unknown>, K extends string>(
  load: () => Promise<M>,
  exportName: K,
  { isOverlay = false }: LazyPartOptions = {},
): ((props: PropsOf<M[K]>) => ReactNode) & { preload: () => Promise<void> } {
  const loadPart = () =>
    load().then(
      (module) => ({ default: module[exportName] as ComponentType<object> }),
      (cause: unknown) => { throw new LoadError('The code could not be loaded', { cause }); },
    );
  let Loaded = lazy(loadPart);
  const Current = (props: object) => <Loaded {...props} />;

  const retry = async (show: () => void) => {
    try {
      await loadPart();
    } catch {
      // The chunk is gone, or the browser remembers that it failed, as Firefox and Safari do.
      if (navigator.onLine) {
        window.location.reload();
      }
      return;
    }
    // What has failed once fails for ever.
    Loaded = lazy(loadPart);
    show();
  };
  const LoadFailure = ({ error, reset }: ErrorComponentProps) => {
    if (!(error instanceof LoadError)) {
      throw error;
    }
    const notice = (
      <Notice
        role="alert"
        icon={<CloudAlert className="size-5" />}
        title="This part could not be loaded"
        action={<Button variant="primary" onClick={() => void retry(reset)}>Retry</Button>}
      >
        Check that you are online, then retry.
      </Notice>
    );
    return isOverlay ? <div className="fixed inset-x-4 bottom-4 z-50 mx-auto max-w-md rounded-xl border border-line bg-surface shadow-panel">{notice}</div> : notice;
  };

  const Part = (props: PropsOf<M[K]>) => (
    <CatchBoundary getResetKey={constant} errorComponent={LoadFailure}>
      <Current {...props} />
    </CatchBoundary>
  );
  return Object.assign(Part, { preload: () => loadPart().then(nothing, nothing) });
}

function constant(): string {
  return '';
}

function nothing(): void {
  return undefined;
}
