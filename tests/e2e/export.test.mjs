/** A file for a trainer, on the real API: what the browser keeps is held against the manifest here as well. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import { callApi, conversationOf, describeInBrowser, signedIn, uniqueWord } from './support.mjs';

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const linesOf = (content) => content.toString().trimEnd().split('\n').map((line) => JSON.parse(line));

/** Three conversations under a category of their own. Returns the path that exports them. */
async function prepared(parameters = '') {
  const category = uniqueWord('export');
  for (const name of ['one', 'two', 'three']) {
    await callApi('POST', '/api/conversations', conversationOf(`${category} ${name}`, { category: [category] }));
  }
  return `/export?category=${category}${parameters}`;
}

/** Opens the screen in a browser that saves by itself: nobody could answer its dialog for a place. */
async function openExport(page, path) {
  await page.addInitScript(() => { window.showSaveFilePicker = undefined; });
  await page.goto(signedIn(path));
  await page.getByText('SHA-256', { exact: true }).waitFor();
}

async function downloaded(page, start) {
  const [download] = await Promise.all([page.waitForEvent('download'), start()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

const pressDownload = (page) => async () => {
  await page.getByRole('button', { name: 'Download', exact: true }).first().focus();
  await page.keyboard.press('Enter');
};

describeInBrowser('export', (inBrowser) => {
  inBrowser('the filter of the list comes along, as chips that can be taken away', async (page) => {
    await page.goto(signedIn('/?status=approved&quality_min=8'));
    await page.getByRole('link', { name: 'Export these' }).click();

    await page.getByRole('heading', { name: 'Export' }).waitFor();
    await page.getByRole('button', { name: 'Remove filter Approved' }).waitFor();
    await page.getByRole('button', { name: 'Remove filter Quality from 8' }).click();
    await page.waitForURL((url) => url.pathname === '/export' && url.search === '?status=approved');
  });

  inBrowser('a format is chosen and the file saved by keys alone, and it is the one of the manifest', async (page) => {
    await openExport(page, await prepared());
    await page.getByRole('radio', { name: 'Messages' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForURL((url) => url.searchParams.get('format') === 'sharegpt');
    await page.getByRole('region', { name: 'dataset_info.json' }).getByText('parley-sharegpt.jsonl').waitFor();

    const { name, content } = await downloaded(page, pressDownload(page));

    assert.equal(name, 'parley-sharegpt.jsonl');
    assert.equal(linesOf(content).length, 3);
    assert.deepEqual(Object.keys(linesOf(content)[0]), ['conversations']);
    await page.getByText('It is whole: its SHA-256 is that of the manifest.').waitFor();
    assert.equal(await page.getByText(sha256(content)).count(), 2);
  });

  inBrowser('a packed file with metadata unpacks to what the manifest describes', async (page) => {
    await openExport(page, await prepared());
    // Clicked and not checked: the box shows what the URL says, a moment after the click.
    await page.getByRole('checkbox', { name: 'With metadata' }).click();
    await page.getByRole('checkbox', { name: 'With metadata', checked: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Pack with gzip' }).click();
    await page.waitForURL((url) => url.search.endsWith('&include=metadata&compress=gzip'));

    const { name, content } = await downloaded(page, pressDownload(page));

    assert.equal(name, 'parley-messages.jsonl.gz');
    assert.equal(typeof linesOf(gunzipSync(content))[0].metadata.id, 'string');
    await page.getByText('It is whole: its SHA-256 is that of the manifest.').waitFor();
  });

  inBrowser('where the browser can write to a file, the file is written as it comes', async (page) => {
    await page.addInitScript(() => {
      window.showSaveFilePicker = async () => (await navigator.storage.getDirectory()).getFileHandle('chosen.jsonl', { create: true });
    });
    await page.goto(signedIn(await prepared()));
    await page.getByText('SHA-256', { exact: true }).waitFor();
    await pressDownload(page)();
    await page.getByText(/^Saved chosen.jsonl/).waitFor();

    const content = await page.evaluate(async () => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle('chosen.jsonl');
      return (await file.getFile()).text();
    });
    assert.equal(linesOf(content).length, 3);
    await page.getByText('It is whole: its SHA-256 is that of the manifest.').waitFor();
  });

  inBrowser('a file that has changed since the manifest is said to be another', async (page) => {
    const path = await prepared();
    await openExport(page, path);
    const category = new URLSearchParams(path.split('?')[1]).get('category');
    await callApi('POST', '/api/conversations', conversationOf(`${category} four`, { category: [category] }));

    await downloaded(page, pressDownload(page));

    await page.getByText(/conversations have changed between the two/).waitFor();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('It is whole: its SHA-256 is that of the manifest.').waitFor();
  });

  inBrowser('what cannot be a line is counted with its reason, and an example opens', async (page) => {
    const path = await prepared('&format=kto');
    await page.goto(signedIn(path));
    const check = page.getByRole('region', { name: 'Check of the file' });
    await check.getByText('3 of 3 conversations cannot be a line of this format and are left out.').waitFor();
    await check.getByText(/neither approved nor rejected/).getByRole('link').first().click();

    await page.getByRole('complementary', { name: 'Conversation' }).getByRole('region', { name: 'Turns' }).waitFor();
  });

  inBrowser('manifest and dataset_info.json are files as well', async (page) => {
    await openExport(page, await prepared());
    const manifest = await downloaded(page, () => page.getByRole('button', { name: 'Manifest' }).click());
    const info = await downloaded(page, () => page.getByRole('button', { name: 'Download dataset_info.json' }).click());

    assert.equal(manifest.name, 'parley-messages.manifest.json');
    assert.equal(JSON.parse(manifest.content).counts.exported, 3);
    assert.equal(info.name, 'dataset_info.json');
    assert.ok(Object.values(JSON.parse(info.content)).every(({ file_name }) => file_name === 'parley-messages.jsonl'));
  });
});
