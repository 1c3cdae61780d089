import './styles.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';

import { adoptTokenFromFragment } from 'src/lib/session';
import { applyTheme } from 'src/lib/theme';

import { App, createApp } from './app';
import { pagePattern } from './router';

// Otherwise zod tries to compile its parsers, which the Content-Security-Policy forbids and the console reports.
z.config({ jitless: true });

applyTheme();
adoptTokenFromFragment();
// The printed URL pasted into a tab that already shows the dashboard changes only the fragment and loads nothing by itself.
window.addEventListener('hashchange', () => {
  if (adoptTokenFromFragment()) {
    window.location.reload();
  }
});

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no element with the id "root"');
}
const app = createApp();
createRoot(root).render(
  <StrictMode>
    <App {...app} />
  </StrictMode>,
);

/** How long after the page has loaded: by then the first rows are there, and nothing that is seen waits for the network. */
const VITALS_AFTER_MS = 2_000;

// The browser records from the start, so the library that reads its records can come last.
window.addEventListener('load', () => {
  window.setTimeout(() => {
    void import('./vitals').then(
      ({ reportVitals }) => { reportVitals(pagePattern(app.router)); },
      () => undefined,
    );
  }, VITALS_AFTER_MS);
});
