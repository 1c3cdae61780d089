/**
 * `node measure.mjs <section>…` measures sections of the dashboard and writes what they gave as JSON to the file that `PARLEY_OUTPUT` names. What
 * it has to reach is judged by `cargo xtask bench dashboard`, which runs this.
 */
import { writeFile } from 'node:fs/promises';

import { measureBudgets } from './budgets.mjs';
import { measureInteractions } from './interactions.mjs';
import { measureLighthouse } from './lighthouse.mjs';
import { launch } from './parley.mjs';
import { measureRenders } from './renders.mjs';
import { measureScrolling } from './scrolling.mjs';
import { measureSession } from './session.mjs';

const SECTIONS = {
  interactions: measureInteractions,
  scrolling: measureScrolling,
  budgets: measureBudgets,
  lighthouse: measureLighthouse,
  renders: measureRenders,
  session: measureSession,
};

/** JSON has no word for what is no number: without this it would be written as null. */
function finite(name, value) {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`${name} is ${value}`);
  }
  return value;
}

const browser = await launch();
try {
  const figures = {};
  for (const name of process.argv.slice(2)) {
    figures[name] = await SECTIONS[name](browser);
  }
  await writeFile(process.env.PARLEY_OUTPUT, JSON.stringify(figures, finite));
} finally {
  await browser.close();
}
