/** Templates, scenarios and edge cases, on the real API. Each test writes only what it made itself. */
import assert from 'node:assert/strict';

import { callApi, describeInBrowser, signedIn, uniqueWord } from './support.mjs';

/** A template that nobody else uses. */
function createTemplate(name = uniqueWord('Template ')) {
  return callApi('POST', '/api/templates', {
    name,
    description: 'Late filing',
    body: 'Hello {{name}}, about {{topic}}.',
    parameters: { name: 'Ada', topic: 'tax' },
    category: ['tax'],
  });
}

async function openTemplate(page, { id }) {
  await page.goto(signedIn(`/templates?id=${id}`));
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
}

describeInBrowser('library', (inBrowser) => {
  inBrowser('a search finds one by name, and keys open it', async (page) => {
    const template = await createTemplate();
    await page.goto(signedIn('/templates'));
    await page.getByRole('searchbox', { name: 'Search templates' }).focus();
    await page.keyboard.type(template.name);
    const found = page.getByRole('navigation', { name: 'Templates' }).getByRole('button');
    await page.waitForURL((url) => url.searchParams.get('search') === template.name);
    await found.filter({ hasText: template.name }).waitFor();

    await found.filter({ hasText: template.name }).focus();
    await page.keyboard.press('Enter');

    await page.getByRole('form', { name: template.name }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('id'), template.id);
  });

  inBrowser('the preview reads as it is typed, and Save keeps it', async (page) => {
    const template = await createTemplate();
    await openTemplate(page, template);
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('Hello Ada, about tax.').waitFor();

    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Dear {{name}}, about {{year}}.');
    await page.getByRole('textbox', { name: 'year', exact: true }).fill('2027');
    await preview.getByText('Dear Ada, about 2027.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`Saved ${template.name}`).waitFor();

    const saved = await callApi('GET', `/api/templates/${template.id}`);
    assert.equal(saved.body, 'Dear {{name}}, about {{year}}.');
    assert.deepEqual(saved.parameters, { name: 'Ada', year: '2027' });
  });

  inBrowser('a new one is written by keys alone and stands in the list', async (page) => {
    const name = uniqueWord('Scenario ');
    await page.goto(signedIn('/scenarios'));
    await page.getByRole('button', { name: 'New scenario' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name', exact: true }).focus();
    await page.keyboard.type(name);
    await page.getByRole('textbox', { name: 'Text', exact: true }).focus();
    await page.keyboard.type('A customer asks.');
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');

    await page.getByText(`Saved ${name}`).waitFor();
    await page.getByRole('form', { name }).waitFor();
  });

  inBrowser('unsaved changes are asked about before they are left', async (page) => {
    const template = await createTemplate();
    await openTemplate(page, template);
    const description = page.getByRole('textbox', { name: 'Description' });
    await description.fill('Changed');
    const leave = page.getByRole('dialog', { name: 'Leave without saving?' });

    await page.getByRole('link', { name: 'Scenarios' }).click();
    await leave.waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await description.inputValue(), 'Changed');

    await page.getByRole('link', { name: 'Scenarios' }).click();
    await leave.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Scenarios' }).waitFor();
    assert.equal((await callApi('GET', `/api/templates/${template.id}`)).description, 'Late filing');
  });

  inBrowser('one that is not used is deleted after a question', async (page) => {
    const template = await createTemplate();
    await openTemplate(page, template);

    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: `Delete ${template.name}?` }).getByRole('button', { name: 'Delete' }).click();

    await page.getByText(`Deleted ${template.name}`).waitFor();
    await page.getByRole('heading', { name: 'No template is open' }).waitFor();
  });
});
