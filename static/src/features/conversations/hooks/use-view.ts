import { getRouteApi } from '@tanstack/react-router';

import type { View } from '../api/view';

const route = getRouteApi('/signed-in/');

/** The view in the URL, and how to change parts of it. `replace` keeps a change out of the history, as for every letter of a search. */
export function useView(): { view: View; changeView: (change: Partial<View>, options?: { replace: boolean }) => void } {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const changeView = (change: Partial<View>, options = { replace: false }) => {
    void navigate({ search: (current) => ({ ...current, ...change }), replace: options.replace });
  };
  return { view, changeView };
}
