/** What the file holds and leaves out, its digest, and its entry for LLaMA-Factory. */
import { Link } from '@tanstack/react-router';
import { CircleCheck, Copy, Download, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from 'src/components/ui/button';
import { RelativeTime } from 'src/components/ui/relative-time';
import { formatBytes } from 'src/lib/bytes';
import { formatInteger } from 'src/lib/format';
import { saveBlob } from 'src/lib/save-blob';
import { showToast } from 'src/lib/toasts';

import { type ExportManifest, problemLabel } from '../api/export';

interface ManifestReportProps {
  manifest: ExportManifest;
  isFetching: boolean;
  onRefresh: () => void;
}

export function ManifestReport({ manifest, isFetching, onRefresh }: ManifestReportProps) {
  const { counts, bytes, sha256, createdAt, format, datasetInfo } = manifest;
  return (
    <div className={`rounded-lg border border-line ${isFetching ? 'opacity-60' : ''}`}>
      <Validation manifest={manifest} />
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 border-t border-line-soft px-3.5 py-3 text-[13px]">
        <Row name="Lines">{formatInteger(counts.exported)}, with {formatInteger(counts.turns)} turns</Row>
        <Row name="Length">{formatBytes(bytes)}</Row>
        <Row name="SHA-256">
          <code className="font-mono text-xs break-all">{sha256}</code>
        </Row>
        <Row name="As of">
          <RelativeTime at={createdAt} />
        </Row>
      </dl>
      <div className="flex flex-wrap gap-2 border-t border-line-soft px-3.5 py-2.5">
        <Button className="h-7" onClick={() => { saveJson(manifest, `parley-${format}.manifest.json`); }}>
          <Download aria-hidden="true" className="size-3.5" />
          Manifest
        </Button>
        <Button variant="quiet" className="ml-auto h-7" disabled={isFetching} onClick={onRefresh}>
          <RotateCw aria-hidden="true" className={`size-3.5 ${isFetching ? 'animate-spin motion-reduce:animate-none' : ''}`} />
          Check again
        </Button>
      </div>
      {Object.keys(datasetInfo).length === 0 ? null : <DatasetInfo datasetInfo={datasetInfo} />}
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-ink tabular-nums">{children}</dd>
    </>
  );
}

function Validation({ manifest: { counts, validator } }: { manifest: ExportManifest }) {
  const Icon = validator.ok ? CircleCheck : TriangleAlert;
  return (
    <div className="px-3.5 py-3">
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden="true" className={`mt-px size-4.5 shrink-0 ${validator.ok ? 'text-status-green' : 'text-status-amber'}`} />
        <p className="text-[13px] font-medium text-ink">
          {validator.ok
            ? 'Every conversation can be a line of this format.'
            : `${formatInteger(counts.skipped)} of ${formatInteger(counts.matching)} conversations cannot be a line of this format and are left out.`}
        </p>
      </div>
      {validator.problems.length === 0 ? null : (
        <ul className="mt-2 ml-7 space-y-1 text-[13px] text-ink-soft">
          {validator.problems.map(({ code, count, examples }) => (
            <li key={code}>
              <span className="tabular-nums">{formatInteger(count)}</span> × {problemLabel(code)}:{' '}
              {examples.map((id, index) => (
                <span key={id}>
                  {index === 0 ? '' : ', '}
                  <Link to="/" search={{ id, focus: id }} className="font-mono text-xs text-accent-ink underline underline-offset-2">{id.slice(0, 8)}</Link>
                </span>
              ))}
              {examples.length < count ? ' …' : ''}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function DatasetInfo({ datasetInfo }: { datasetInfo: ExportManifest['datasetInfo'] }) {
  const text = JSON.stringify(datasetInfo, null, 2);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => { showToast({ title: 'Copied dataset_info.json' }); },
      () => { showToast({ kind: 'error', title: 'The browser does not allow to copy', detail: 'Mark the text and copy it, or download it.' }); },
    );
  };
  return (
    <section aria-label="dataset_info.json" className="border-t border-line-soft px-3.5 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-xs font-medium text-muted">dataset_info.json for LLaMA-Factory</h3>
        <Button className="ml-auto h-7" onClick={copy}>
          <Copy aria-hidden="true" className="size-3.5" />
          Copy
        </Button>
        <Button className="h-7" aria-label="Download dataset_info.json" onClick={() => { saveJson(datasetInfo, 'dataset_info.json'); }}>
          <Download aria-hidden="true" className="size-3.5" />
          Download
        </Button>
      </div>
      <pre tabIndex={0} aria-label="Text of dataset_info.json" className="mt-2 max-h-56 overflow-auto rounded-md bg-hover px-3 py-2 font-mono text-xs leading-5 text-ink-soft">{text}</pre>
    </section>
  );
}

function saveJson(value: unknown, fileName: string): void {
  saveBlob(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }), fileName);
}
