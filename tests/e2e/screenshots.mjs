/**
 * `cargo xtask screenshots`: pictures of the screens for the documentation, on demo data, into the folder that is given. Each is of the window as a person has it,
 * light, and dark where that shows something of its own.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { findChromium, launchBrowser, withPage } from './browser.mjs';
import { SCREENS } from './screens.mjs';
import { DESKTOP, PHONE } from './support.mjs';

const LIGHT_AND_DARK = ['light', 'dark'];

/** The screens that are pictured, by name; the others differ from one of these by a detail. */
const PICTURED = {
  conversations: LIGHT_AND_DARK,
  'conversation-panel': LIGHT_AND_DARK,
  selection: ['light'],
  'bulk-preview': ['light'],
  review: LIGHT_AND_DARK,
  'review-reject': ['light'],
  template: LIGHT_AND_DARK,
  scenario: ['light'],
  'edge-case': ['light'],
  import: ['light'],
  export: ['light'],
  settings: ['light'],
  palette: ['dark'],
  shortcuts: ['light'],
  'sign-in': ['light'],
};

const [folder] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await launchBrowser(findChromium());
try {
  const picture = (name, open, context) =>
    withPage(browser, { ...context, reducedMotion: 'reduce' }, async (page) => {
      await open(page);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(folder, `${name}.png`) });
    });
  for (const { name, open } of SCREENS) {
    for (const colorScheme of PICTURED[name] ?? []) {
      await picture(colorScheme === 'light' ? name : `${name}-dark`, open, { ...DESKTOP, colorScheme });
    }
  }
  const { open } = SCREENS.find(({ name }) => name === 'conversations');
  await picture('phone', open, { ...PHONE, colorScheme: 'light' });
} finally {
  await browser.close();
}
