import { render } from '@testing-library/react';

import { App, createApp } from 'src/app/app';
import { storeToken } from 'src/lib/session';

/** A text with the form of a token. */
export const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoidmlld2VyIn0.c2lnbmF0dXJl';

/** Opens the application at a path, signed in unless told otherwise. */
export function renderApp(path: string, { token = TOKEN }: { token?: string | null } = {}) {
  if (token !== null) {
    storeToken(token);
  }
  window.history.replaceState(null, '', path);
  return render(<App {...createApp()} />);
}
