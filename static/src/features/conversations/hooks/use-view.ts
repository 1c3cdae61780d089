import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';

import { NO_FILTERS } from 'src/lib/filters';

import type { View } from '../api/view';

const route = getRouteApi('/signed-in/');

export type ChangeView = (change: Partial<View>, options?: { replace: boolean }) => void;

/** Whether a change makes another list, which begins at its first page. */
function isOtherList(change: Partial<View>): boolean {
  return Object.keys(change).some((name) => name in NO_FILTERS || name.startsWith('sort_') || name === 'view');
}

/** The view in the URL, and how to change parts of it. `replace` keeps a change out of the history, as for every letter of a search. */
export function useView(): { view: View; changeView: ChangeView } {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const changeView: ChangeView = useCallback(
    (change, options = { replace: false }) => {
      void navigate({ search: (current) => ({ ...current, ...(isOtherList(change) ? { cursor: '' } : {}), ...change }), replace: options.replace });
    },
    [navigate],
  );
  return { view, changeView };
}
