/**
 * Builds of the dashboard for measuring, which nobody is served: `--mode profiling` has React's own profiler and names that are not shortened, `--mode uncached`
 * a client cache that keeps nothing.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';

import shipped from './vite.config';

const QUERY = '@tanstack/react-query';

const ALIASES: Partial<Record<string, Record<string, string>>> = {
  profiling: { 'react-dom/client': 'react-dom/profiling' },
  uncached: {
    [QUERY]: fileURLToPath(new URL('../tests/performance/frontend/uncached-query.ts', import.meta.url)),
    'react-query-as-shipped': fileURLToPath(new URL(`node_modules/${QUERY}`, import.meta.url)),
  },
};

export default defineConfig(({ mode }) => mergeConfig(shipped, { resolve: { alias: ALIASES[mode] ?? {} }, build: { minify: false } }));
