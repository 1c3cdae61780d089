/**
 * Holds the built bundle to its budgets, in bytes as served (brotli where there is such a sibling). What a first visit to `/` loads is what `index.html` names and
 * what the chunk of that route imports; the manifest that Vite writes knows both.
 *
 * Run after `npm run build`. Exits with 1 and the list of what is over.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const ENTRY = 'index.html';
const FIRST_ROUTE = 'src/features/conversations/routes/conversations-page.tsx';

/** The same that `cargo xtask bench dashboard` holds what is served to. */
const BUDGETS = JSON.parse(await readFile(new URL('budgets.json', import.meta.url), 'utf8'));

/** Size of a file as it is served. */
async function servedBytes(file) {
  const compressed = await stat(join(DIST, `${file}.br`)).catch(() => null);
  return (compressed ?? (await stat(join(DIST, file)))).size;
}

async function sum(files) {
  const sizes = await Promise.all([...files].map(servedBytes));
  return sizes.reduce((total, size) => total + size, 0);
}

/** The chunk and all that it imports statically, as keys of the manifest. */
function withImports(manifest, key, found = new Set()) {
  if (!found.has(key)) {
    found.add(key);
    for (const imported of manifest[key].imports ?? []) {
      withImports(manifest, imported, found);
    }
  }
  return found;
}

const manifestText = await readFile(join(DIST, '.vite/manifest.json'), 'utf8').catch(() => {
  console.error('static/dist has no manifest. Run `npm run build` first.');
  process.exit(1);
});
const manifest = JSON.parse(manifestText);
for (const key of [ENTRY, FIRST_ROUTE]) {
  if (manifest[key] === undefined) {
    console.error(`The manifest knows no ${key}. If the first page has moved, name its module in scripts/check-size.mjs.`);
    process.exit(1);
  }
}

const initial = new Set([...withImports(manifest, ENTRY), ...withImports(manifest, FIRST_ROUTE)]);
const filesOf = (keys) => new Set([...keys].map((key) => manifest[key].file));
const stylesOf = (keys) => new Set([...keys].flatMap((key) => manifest[key].css ?? []));

const fonts = (await readdir(DIST, { recursive: true })).filter((file) => /\.(woff2?|ttf|otf)$/.test(file));

const checks = [
  ['initial JavaScript, bytes', await sum(filesOf(initial)), BUDGETS.initialScriptBytes],
  ['initial CSS, bytes', await sum(stylesOf(initial)), BUDGETS.initialStyleBytes],
  // The document and the icon come on top of scripts and styles.
  ['initial requests', filesOf(initial).size + stylesOf(initial).size + 2, BUDGETS.initialRequests],
  // A font that is not there is downloaded by nobody: the system's own serves.
  ['fonts', fonts.length, BUDGETS.fonts],
];
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry && key !== FIRST_ROUTE) {
    const added = new Set([...withImports(manifest, key)].filter((part) => !initial.has(part)));
    checks.push([`${key}, bytes`, (await sum(filesOf(added))) + (await sum(stylesOf(added))), BUDGETS.laterRouteBytes]);
  }
}

let isWithin = true;
for (const [name, actual, budget] of checks) {
  const isOver = actual > budget;
  isWithin &&= !isOver;
  console.log(`${isOver ? 'OVER' : 'ok  '}  ${name}: ${actual} of ${budget}`);
}
process.exit(isWithin ? 0 : 1);
