/** Conversations from a file, on the real API. Every file holds words that no other run has used, as the API knows conversations again. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { describeInBrowser, signedIn, uniqueWord } from './support.mjs';

const messages = (word) => JSON.stringify({ messages: [{ role: 'user', content: `${word}?` }, { role: 'assistant', content: `${word}.` }] });
const shareGpt = (word) => JSON.stringify({ conversations: [{ from: 'human', value: `${word}?` }, { from: 'gpt', value: `${word}.` }] });
const alpaca = (word) => JSON.stringify({ instruction: `${word}?`, input: '', output: `${word}.` });

const fileOf = (name, content) => ({ name, mimeType: '', buffer: Buffer.from(content) });

async function openImport(page) {
  await page.goto(signedIn('/import'));
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
}

/** Chooses a file by keys alone. */
async function choose(page, file) {
  const opened = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).focus();
  await page.keyboard.press('Enter');
  await (await opened).setFiles(file);
  await page.getByText(file.name, { exact: true }).waitFor();
}

const figure = async (page, name) => Number(await page.getByRole('definition').nth(['Created', 'Already there', 'Not readable'].indexOf(name)).textContent());
const result = (page) => page.getByRole('region', { name: 'Result of the import' });

describeInBrowser('import', (inBrowser) => {
  inBrowser('a file in three shapes is imported by keys alone, and its conversations can be looked at', async (page) => {
    const word = uniqueWord('shapes');
    await openImport(page);
    await choose(page, fileOf('three.jsonl', [messages(`${word} one`), shareGpt(`${word} two`), alpaca(`${word} three`)].join('\n')));
    await page.getByText('OpenAI messages').waitFor();

    const category = page.getByRole('textbox', { name: 'Add categories' });
    await category.focus();
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    await page.getByText('3 conversations created.').waitFor();

    await page.getByRole('link', { name: 'Show the imported conversations' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('main').getByRole('status').filter({ hasText: /^3 conversations$/ }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('category'), word);
  });

  inBrowser('lines that hold no conversation are named, and the others go in', async (page) => {
    const word = uniqueWord('bad');
    await openImport(page);
    await choose(page, fileOf('mixed.jsonl', `${messages(word)}\n\nnonsense\n{"messages":[{"role":"robot","content":"Beep"}]}\n`));
    await page.getByRole('button', { name: 'Import', exact: true }).click();

    await page.getByText('1 conversation created, 2 lines left out.').waitFor();
    const table = page.getByRole('region', { name: 'Lines that hold no conversation' }).getByRole('table');
    await table.getByRole('row', { name: /^3 .*JSON.* nonsense$/ }).waitFor();
    await table.getByRole('row', { name: /^4 .*role.* \{"messages"/ }).waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download as CSV' }).click()]);
    assert.equal(download.suggestedFilename(), 'mixed.jsonl.errors.csv');
  });

  inBrowser('a packed file that is sent again creates nothing twice', async (page) => {
    const word = uniqueWord('twice');
    const file = fileOf('packed.jsonl.gz', gzipSync(`${messages(`${word} one`)}\n${messages(`${word} two`)}\n`));
    await openImport(page);
    await choose(page, file);
    await page.getByText(/gzip · OpenAI messages/).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('2 conversations created.').waitFor();

    await result(page).getByRole('button', { name: 'Choose another file' }).click();
    await choose(page, file);
    await page.getByRole('button', { name: 'Import', exact: true }).click();

    await page.getByText('Nothing was created: all 2 conversations are there already.').waitFor();
    assert.equal(await figure(page, 'Already there'), 2);
  });

  inBrowser('a check writes nothing', async (page) => {
    const word = uniqueWord('check');
    await openImport(page);
    await choose(page, fileOf('check.jsonl', messages(word)));
    await page.getByRole('button', { name: 'Check only' }).click();
    await page.getByText('1 conversation would be created. Nothing is written yet.').waitFor();

    await page.getByRole('button', { name: 'Import 1' }).click();
    await page.getByText('1 conversation created.').waitFor();
  });

  inBrowser('a dropped file is taken, and one that is no text is refused before it is sent', async (page) => {
    await openImport(page);
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])], 'book.xlsx'));
      return data;
    });
    await page.getByRole('group', { name: 'File' }).dispatchEvent('drop', { dataTransfer: transfer });

    await page.getByRole('alert').filter({ hasText: 'The file is not text' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Import', exact: true }).count(), 0);
  });

  inBrowser(
    'a file survives being offline, and Retry sends it',
    async (page) => {
      const word = uniqueWord('offline');
      await openImport(page);
      await choose(page, fileOf('offline.jsonl', messages(word)));
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      const alert = page.getByRole('alert').filter({ hasText: 'The server cannot be reached' });
      await alert.waitFor();

      await page.context().setOffline(false);
      await alert.getByRole('button', { name: 'Retry' }).click();

      await page.getByText('1 conversation created.').waitFor();
    },
    { expectedComplaint: /ERR_INTERNET_DISCONNECTED/ },
  );
});
