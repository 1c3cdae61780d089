/**
 * Every screen, and every state of one that looks different, once: for the tests that hold for all of them and for the screenshots. `open` is given a page and
 * ends when the screen is complete.
 */
import { dataRows, openList, origin, signedIn } from './support.mjs';

/** Opens a conversation that waits for review beside the list: all moves of a status are possible there. */
async function openPanel(page) {
  await openList(page, '/?status=pending_review');
  await dataRows(page).nth(2).click();
  await page.getByRole('complementary', { name: 'Conversation' }).getByRole('region', { name: 'Turns' }).waitFor();
}

async function openReview(page) {
  await page.goto(signedIn('/review'));
  await page.getByRole('article').and(page.locator('[aria-busy="false"]')).waitFor();
}

const openLibrary = (path) => async (page) => {
  await page.goto(signedIn(path));
  await page.getByRole('navigation').getByRole('button').first().waitFor();
};

const openItem = (path) => async (page) => {
  await openLibrary(path)(page);
  await page.getByRole('navigation').getByRole('button').nth(1).click();
  await page.getByRole('form').waitFor();
  await page.getByText(/^(Used by|Not used)/).waitFor();
};

async function openSelection(page) {
  await openList(page);
  for (const place of [1, 2, 4]) {
    await dataRows(page).nth(place).getByRole('checkbox').check();
  }
  await page.getByRole('region', { name: 'Selection' }).waitFor();
}

async function openPerformance(page) {
  await page.goto(signedIn('/admin/performance'));
  for (const caption of ['Response times by route', 'Alerts and thresholds']) {
    await page.getByRole('table', { name: caption }).waitFor();
  }
  for (const title of ['Web vitals', 'Cache', 'Database', 'Indexes']) {
    await page.getByRole('region', { name: title, exact: true }).and(page.locator('[aria-busy="false"]')).waitFor();
  }
}

export const SCREENS = [
  { name: 'conversations', open: (page) => openList(page) },
  { name: 'conversations-empty', open: async (page) => {
    await page.goto(signedIn('/?search=zzzznothing'));
    await page.getByRole('heading', { name: 'No conversations match' }).waitFor();
  } },
  { name: 'conversation-panel', open: openPanel },
  { name: 'conversation-edit', open: async (page) => {
    await openPanel(page);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
  } },
  { name: 'selection', open: openSelection },
  { name: 'bulk-preview', open: async (page) => {
    await openSelection(page);
    await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('dialog').getByText(/will/).first().waitFor();
  } },
  { name: 'more-filters', open: async (page) => {
    await openList(page);
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('dialog', { name: 'More filters' }).getByRole('textbox').first().waitFor();
  } },
  { name: 'columns', open: async (page) => {
    await openList(page);
    await page.getByRole('button', { name: 'Columns and density' }).click();
    await page.getByRole('dialog', { name: 'Columns and density' }).getByRole('checkbox').first().waitFor();
  } },
  { name: 'pages', open: (page) => openList(page, '/?view=pages') },
  { name: 'review', open: openReview },
  { name: 'review-reject', open: async (page) => {
    await openReview(page);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('dialog', { name: 'Reject for what reason?' }).waitFor();
  } },
  { name: 'templates', open: openLibrary('/templates') },
  { name: 'template', open: openItem('/templates') },
  { name: 'scenario', open: openItem('/scenarios') },
  { name: 'edge-case', open: openItem('/edge-cases') },
  { name: 'performance', open: openPerformance },
  { name: 'performance-plan', open: async (page) => {
    await openPerformance(page);
    await page.getByRole('checkbox', { name: 'Run it' }).check();
    await page.getByRole('button', { name: 'Show plan' }).click();
    await page.getByRole('table', { name: /^Plan:/ }).first().waitFor();
  } },
  { name: 'import', open: async (page) => {
    await page.goto(signedIn('/import'));
    await page.getByRole('heading', { name: 'Import', exact: true }).waitFor();
  } },
  { name: 'export', open: async (page) => {
    await page.goto(signedIn('/export'));
    await page.getByRole('heading', { name: 'Export', exact: true }).waitFor();
    await page.getByText('KTO').first().waitFor();
  } },
  { name: 'settings', open: async (page) => {
    await page.goto(signedIn('/settings'));
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  } },
  { name: 'palette', open: async (page) => {
    await openList(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).waitFor();
  } },
  { name: 'shortcuts', open: async (page) => {
    await openList(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  } },
  { name: 'sign-in', open: async (page) => {
    await page.goto(origin());
    await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  } },
  { name: 'not-found', open: async (page) => {
    await page.goto(signedIn('/nowhere'));
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  } },
];
