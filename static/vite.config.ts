/**
 * The bundle is served as it lies in `dist/` by the dashboard component, which compresses nothing itself: every compressible file of
 * more than 1 KiB therefore gets a brotli and a gzip sibling here, at the highest level, once.
 *
 * The Content-Security-Policy allows no inline script and no inline style, and images only from the same origin, so nothing is inlined
 * into the document.
 */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { constants } from 'node:zlib';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { parse } from 'yaml';

const COMPRESSION_THRESHOLD_BYTES = 1024;

/**
 * Holds the first paint until the entry has run. The document is empty before that, so nothing is delayed but a flash of the wrong theme. Vite writes the
 * script tag anew and drops the attribute.
 */
function renderBlockingEntry(): Plugin {
  return {
    name: 'render-blocking-entry',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

/** The API's contract, as JSON, at the path that it is served from. Written by people in YAML, where it can be commented. */
function contract(): Plugin {
  return {
    name: 'contract',
    apply: 'build',
    generateBundle() {
      const source = readFileSync(new URL('../docs/openapi.yaml', import.meta.url), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'api/openapi.json', source: JSON.stringify(parse(source)) });
    },
  };
}

export default defineConfig({
  plugins: [
    react({ babel: { plugins: ['babel-plugin-react-compiler'] } }),
    tailwindcss(),
    renderBlockingEntry(),
    contract(),
    compression({
      include: /\.(html|js|css|svg|json|txt|webmanifest)$/,
      threshold: COMPRESSION_THRESHOLD_BYTES,
      algorithms: [
        defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        defineAlgorithm('gzip', { level: 9 }),
      ],
    }),
  ],
  resolve: { tsconfigPaths: true },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        // A module that several chunks share would become a chunk of its own, and a dozen small requests the first visit.
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'] },
            {
              name: 'list',
              test: /src\/lib\/(api-client|conversation-count|filter|format|query-keys|use-debounced-callback|use-now|use-search-field)|src\/components\/ui\/(filter-chip|relative-time|skeleton|status-badge)|lucide-react.*icons\/(download|x)\.|react-query.*(useQuery|useBaseQuery|useInfiniteQuery)/,
            },
          ],
        },
      },
    },
  },
  server: {
    // `cargo xtask up` serves the API on this port by default; another one is named with PARLEY_API.
    proxy: { '/api': process.env.PARLEY_API ?? 'http://127.0.0.1:3000' },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    unstubGlobals: true,
    restoreMocks: true,
  },
});
