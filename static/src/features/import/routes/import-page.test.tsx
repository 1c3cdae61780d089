import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { renderApp } from 'src/test/render-app';
import { jsonResponse, stubApi } from 'src/test/stub-api';

const REVIEWER = `eyJ.${btoa('{"role":"reviewer"}').replaceAll('=', '')}.c2ln`;
const VIEWER = `eyJ.${btoa('{"role":"viewer"}').replaceAll('=', '')}.c2ln`;
const LINES = '{"messages":[{"role":"user","content":"Hello?"}]}\nnonsense\n';

const report = { lines: 2, created: 1, duplicates: 0, failed: 1, errors: [{ line: 2, code: 'not_json', message: 'is not JSON' }], errorsTruncated: false, dryRun: false };

type Answer = { status: number; body: unknown } | 'unreachable' | 'never';

/** Puts answers, one after the other, in the place of uploads. Returns what was sent. */
function stubUploads(...answers: Answer[]) {
  const sent: { url: string; headers: Record<string, string> }[] = [];
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      upload = { onprogress: null as ((event: { loaded: number }) => void) | null };
      onload: (() => void) | null = null;
      onerror: (() => void) | null = null;
      onabort: (() => void) | null = null;
      status = 0;
      responseText = '';
      #headers: Record<string, string> = {};
      #url = '';
      open(_: string, url: string) { this.#url = url; }
      setRequestHeader(name: string, value: string) { this.#headers[name] = value; }
      getAllResponseHeaders() { return 'content-type: application/json\r\n'; }
      abort() { this.onabort?.(); }
      send() {
        const answer = answers[sent.length] ?? 'never';
        sent.push({ url: this.#url, headers: this.#headers });
        queueMicrotask(() => {
          this.upload.onprogress?.({ loaded: 10 });
          if (answer === 'unreachable') {
            this.onerror?.();
          } else if (answer !== 'never') {
            this.status = answer.status;
            this.responseText = JSON.stringify(answer.body);
            this.onload?.();
          }
        });
      }
    },
  );
  return sent;
}

/** jsdom's files cannot be read as a stream. */
function fileOf(text: string): File {
  return Object.assign(new File([text], 'lines.jsonl'), {
    stream: () => new Response(text).body,
    slice: (from: number, to: number) => ({ arrayBuffer: () => new Response(text.slice(from, to)).arrayBuffer() }),
  });
}

async function chooseFile(text = LINES) {
  stubApi(() => jsonResponse({}));
  const { container } = renderApp('/import', { token: REVIEWER });
  await screen.findByRole('button', { name: 'Choose a file' });
  const user = userEvent.setup({ applyAccept: false });
  const input = container.querySelector<HTMLInputElement>('input[type="file"]') ?? document.createElement('input');
  await user.upload(input, fileOf(text));
  return user;
}

it('says what kind of file was chosen before anything is sent', async () => {
  const sent = stubUploads();
  await chooseFile();

  expect(await screen.findByText(/OpenAI messages/)).toBeInTheDocument();
  expect(sent).toEqual([]);
});

it('sends the file with what new conversations begin with', async () => {
  const sent = stubUploads({ status: 200, body: { ...report, failed: 0, errors: [] } });
  const user = await chooseFile();
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Begin as' }), 'Pending review');
  await user.type(screen.getByRole('textbox', { name: 'Add categories' }), 'tax, tax, batch 7');
  await user.click(screen.getByRole('button', { name: 'Import' }));

  expect(await screen.findByText('1 conversation created.')).toBeInTheDocument();
  expect(sent.map(({ url }) => url)).toEqual(['/api/import?tier=template&status=pending_review&category=tax%2Cbatch+7']);
  expect(sent[0]?.headers).toMatchObject({ 'content-type': 'application/jsonl', authorization: `Bearer ${REVIEWER}` });
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'Show the imported conversations' });
  expect(Object.fromEntries(new URL(link.href).searchParams)).toEqual({
    status: 'pending_review',
    category: 'tax,batch 7',
    start_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
  });
});

it('names each bad line with its reason and how it begins', async () => {
  stubUploads({ status: 200, body: report });
  const user = await chooseFile();
  await user.click(await screen.findByRole('button', { name: 'Import' }));

  const table = await screen.findByRole('table');
  expect(await within(table).findByRole('row', { name: '2 is not JSON nonsense' })).toBeInTheDocument();
});

it('a check writes nothing, and the import is one more click', async () => {
  const sent = stubUploads({ status: 200, body: { ...report, dryRun: true } }, { status: 200, body: report });
  const user = await chooseFile();
  await user.click(await screen.findByRole('button', { name: 'Check only' }));
  expect(await screen.findByText('1 conversation would be created, 1 line left out. Nothing is written yet.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Import 1' }));

  expect(await screen.findByText('1 conversation created, 1 line left out.')).toBeInTheDocument();
  expect(sent.map(({ url }) => url.includes('dry_run=true'))).toEqual([true, false]);
});

it('says that a file which was sent before created nothing', async () => {
  stubUploads({ status: 200, body: { ...report, created: 0, duplicates: 12, failed: 0, errors: [] } });
  const user = await chooseFile();
  await user.click(await screen.findByRole('button', { name: 'Import' }));

  expect(await screen.findByText('Nothing was created: all 12 conversations are there already.')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: /imported/ })).not.toBeInTheDocument();
});

it.each([
  [{ status: 413, body: { title: 'The body is too large', detail: 'at most 104857600 bytes' } }, 'at most 104857600 bytes'],
  [{ status: 415, body: { title: 'This format is not taken', detail: 'takes application/jsonl' } }, 'takes application/jsonl'],
  [{ status: 503, body: { title: 'The service cannot answer right now', detail: 'the first 500 lines are in' } }, 'the first 500 lines are in'],
  ['unreachable', 'The server cannot be reached'],
] as [Answer, string][])('keeps the file after %j and tries again', async (failure, words) => {
  const sent = stubUploads(failure, { status: 200, body: report });
  const user = await chooseFile();
  await user.click(await screen.findByRole('button', { name: 'Import' }));

  expect(await screen.findByRole('alert')).toHaveTextContent(words);
  await user.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText('1 conversation created, 1 line left out.')).toBeInTheDocument();
  expect(sent).toHaveLength(2);
});

it('stops an upload, and says what became of it', async () => {
  stubUploads('never');
  const user = await chooseFile();
  await user.click(await screen.findByRole('button', { name: 'Import' }));
  await waitFor(() => { expect(screen.getByRole('progressbar', { name: 'Sent' })).toHaveAttribute('value', '10'); });
  await user.click(screen.getByRole('button', { name: 'Cancel' }));

  expect(await screen.findByText(/^Cancelled\./)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Import' })).toBeEnabled();
});

it('refuses a file that cannot be one before it is sent', async () => {
  const sent = stubUploads();
  await chooseFile('PK\u0003\u0004\u0000');

  expect(await screen.findByRole('alert')).toHaveTextContent('The file is not text');
  expect(screen.queryByRole('button', { name: 'Import' })).not.toBeInTheDocument();
  expect(sent).toEqual([]);
});

it('is for reviewers', async () => {
  stubApi(() => jsonResponse({}));
  renderApp('/import', { token: VIEWER });

  expect(await screen.findByText('Only reviewers import')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Import' })).not.toBeInTheDocument();
});
