import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import { saveBlob } from 'src/lib/save-blob';
import { renderApp } from 'src/test/render-app';
import { type ApiCall, jsonResponse, problemResponse, stubApi } from 'src/test/stub-api';

vi.mock('src/lib/save-blob');

const REVIEWER = `eyJ.${btoa('{"role":"reviewer"}').replaceAll('=', '')}.c2ln`;
const ID = '00000000-0000-4000-8000-000000000001';
const FILE = 'one\ntwo\n';
/** `printf 'one\ntwo\n' | sha256sum` */
const SHA_256 = 'c3f9c8c283a2b1f2f1896f27a01cbe3cddc0c9d93f752e4639035a0f5b36f6e8';

function manifest(format: string | null, change: object = {}) {
  return {
    filter: {},
    format,
    include: [],
    fileName: `parley-${format}.jsonl`,
    counts: { matching: 3, exported: 2, skipped: 1, turns: 6, byStatus: { approved: 2 } },
    bytes: 8,
    sha256: SHA_256,
    datasetInfo: format === 'kto' ? {} : { parley: { file_name: `parley-${format}.jsonl`, formatting: 'sharegpt', columns: {} } },
    validator: { ok: false, problems: [{ code: 'ends_without_assistant', count: 1, examples: [ID] }] },
    createdAt: '2026-11-20T08:00:00.000000Z',
    ...change,
  };
}

interface Stub {
  count?: number;
  describe?: (call: ApiCall) => Response | Promise<Response>;
  file?: () => Response | Promise<Response>;
}

function stubExport({ count = 3, describe = ({ url }) => jsonResponse(manifest(url.searchParams.get('format'))), file = () => new Response(FILE) }: Stub = {}) {
  return stubApi((call) => {
    switch (call.url.pathname) {
      case '/api/export/manifest':
        return describe(call);
      case '/api/export':
        return file();
      default:
        return jsonResponse({ count, kind: 'exact' });
    }
  });
}

const pathsOf = (calls: ApiCall[]) => calls.map(({ url }) => url.pathname);

async function open(path = '/export?status=approved') {
  renderApp(path, { token: REVIEWER });
  await screen.findByRole('heading', { name: 'Export' });
  return userEvent.setup();
}

beforeEach(() => { vi.mocked(saveBlob).mockReset(); });

it('shows the filter as chips, with how many it selects', async () => {
  stubExport();
  const user = await open('/export?status=approved&search=tax&quality_min=8');

  expect(await screen.findByText('3 conversations')).toBeInTheDocument();
  for (const name of ['Remove filter Approved', 'Remove filter “tax”', 'Remove filter Quality from 8']) {
    expect(screen.getByRole('button', { name })).toBeInTheDocument();
  }
  await user.click(screen.getByRole('button', { name: 'Remove filter Approved' }));
  await waitFor(() => { expect(window.location.search).toBe('?search=tax&quality_min=8'); });
});

it('names what is left out and why, with links to examples', async () => {
  stubExport();
  await open();

  const check = screen.getByRole('region', { name: 'Check of the file' });
  expect(await within(check).findByText(/1 of 3 conversations cannot be a line/)).toBeInTheDocument();
  expect(within(check).getByText(/does not end with the assistant/)).toBeInTheDocument();
  expect(within(check).getByRole('link', { name: '00000000' })).toHaveAttribute('href', `/?id=${ID}&focus=${ID}`);
});

it('another format is another check', async () => {
  const calls = stubExport();
  const user = await open();
  await user.click(screen.getByRole('radio', { name: 'KTO' }));

  await waitFor(() => { expect(calls.at(-1)?.url.search).toBe('?status=approved&format=kto'); });
  await waitFor(() => { expect(screen.queryByRole('region', { name: 'dataset_info.json' })).not.toBeInTheDocument(); });
});

it('a long check waits until it is asked for', async () => {
  const calls = stubExport({ count: 1_000_000 });
  const user = await open();
  const ask = await screen.findByRole('button', { name: 'Check the file' });
  expect(pathsOf(calls)).not.toContain('/api/export/manifest');

  await user.click(ask);
  expect(await screen.findByText(SHA_256)).toBeInTheDocument();
});

it('compares what was downloaded with the manifest', async () => {
  stubExport();
  const user = await open();
  await screen.findByText(SHA_256);
  await user.click(screen.getByRole('button', { name: 'Download' }));

  expect(await screen.findByText('It is whole: its SHA-256 is that of the manifest.')).toBeInTheDocument();
  expect(vi.mocked(saveBlob).mock.calls[0]?.[1]).toBe('parley-messages.jsonl');
});

it('says where the file is another than the manifest describes', async () => {
  stubExport({ file: () => new Response('one\n') });
  const user = await open();
  await screen.findByText(SHA_256);
  await user.click(screen.getByRole('button', { name: 'Download' }));

  expect(await screen.findByText(/conversations have changed between the two/)).toBeInTheDocument();
});

it('says where nothing could be compared', async () => {
  stubExport({ describe: () => problemResponse(500, 'Something broke', 'See the log.') });
  const user = await open();
  await screen.findByRole('alert');
  await user.click(screen.getByRole('button', { name: 'Download' }));

  expect(await screen.findByText(/^Not compared/)).toBeInTheDocument();
});

it('stops a download, of which nothing is kept', async () => {
  stubExport({ file: () => new Promise<Response>(() => undefined) });
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'Download' }));
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));

  expect(await screen.findByText('Cancelled. Nothing was kept.')).toBeInTheDocument();
  expect(saveBlob).not.toHaveBeenCalled();
});

it('says what went wrong and tries again', async () => {
  let isDown = true;
  stubExport({ file: () => (isDown ? problemResponse(503, 'The service cannot answer right now', 'Try again shortly.') : new Response(FILE)) });
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'Download' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Try again shortly.');
  isDown = false;
  await user.click(screen.getByRole('button', { name: 'Retry' }));

  expect(await screen.findByText(/^Saved parley-messages.jsonl/)).toBeInTheDocument();
});

it('has nothing to download where nothing matches', async () => {
  stubExport({ count: 0 });
  await open();

  expect(await screen.findByText(/there is nothing to export/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Download' })).toBeDisabled();
});
