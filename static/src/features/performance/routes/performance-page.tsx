/** How Parley does, for those who run it. Each part reads for itself and is renewed by itself; the length of time and the route that is drawn stand in the URL. */
import { getRouteApi } from '@tanstack/react-router';
import { Download, Lock } from 'lucide-react';
import { useId, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { Notice } from 'src/components/ui/notice';
import { hasRole } from 'src/lib/session';
import { showToast } from 'src/lib/toasts';

import type { Statement } from '../api/database';
import { type Span, SPANS } from '../api/performance-search';
import { downloadReport, REPORT_FORMATS, type ReportFormat } from '../api/report';
import { AlertsPanel } from '../components/alerts-panel';
import { CachePanel } from '../components/cache-panel';
import { IndexesPanel } from '../components/indexes-panel';
import { LatencyPanel } from '../components/latency-panel';
import { Overview } from '../components/overview';
import { wordsOf } from '../components/panel';
import { PlanViewer } from '../components/plan-viewer';
import { StatementsPanel } from '../components/statements-panel';
import { VitalsPanel } from '../components/vitals-panel';

const routeApi = getRouteApi('/signed-in/admin/performance');

export function PerformancePage() {
  if (!hasRole('admin')) {
    return (
      <main className="min-h-0 flex-1">
        <Notice heading="h1" icon={<Lock className="size-5" />} title="This screen is for admins">
          It shows how the servers and the database do. Ask an admin for what you need to know, or sign in as one.
        </Notice>
      </main>
    );
  }
  return <Dashboard />;
}

function Dashboard() {
  const { window, route } = routeApi.useSearch();
  const navigate = routeApi.useNavigate();
  const [statement, setStatement] = useState<Statement | null>(null);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto bg-canvas">
      <div className="mx-auto w-full max-w-400 space-y-3 p-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="text-lg font-semibold text-ink">Performance</h1>
          <SpanChoice value={window} onChange={(chosen) => void navigate({ search: (current) => ({ ...current, window: chosen }), replace: true })} />
          <ReportButtons window={window} />
        </div>
        <Overview window={window} />
        <LatencyPanel window={window} route={route} onRoute={(chosen) => void navigate({ search: (current) => ({ ...current, route: chosen }), replace: true, resetScroll: false })} />
        <div className="grid items-start gap-3 xl:grid-cols-2">
          <VitalsPanel window={window} />
          <CachePanel window={window} />
        </div>
        <AlertsPanel />
        <StatementsPanel onPlan={setStatement} />
        <IndexesPanel />
        <PlanViewer statement={statement} onClear={() => { setStatement(null); }} />
      </div>
    </main>
  );
}

const SPAN_LABELS: Record<Span, string> = { '1h': '1 hour', '6h': '6 hours', '24h': '24 hours', '7d': '7 days', '14d': '14 days' };

function SpanChoice({ value, onChange }: { value: Span; onChange: (span: Span) => void }) {
  const name = useId();
  return (
    <fieldset className="flex rounded-md bg-hover p-0.5">
      <legend className="sr-only">Time</legend>
      {SPANS.map((span) => (
        <label
          key={span}
          className="flex h-7 cursor-pointer items-center rounded px-2.5 text-[13px] text-muted has-checked:bg-surface has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input type="radio" name={name} aria-label={SPAN_LABELS[span]} className="sr-only" checked={span === value} onChange={() => { onChange(span); }} />
          {span}
        </label>
      ))}
    </fieldset>
  );
}

function ReportButtons({ window }: { window: Span }) {
  const [pending, setPending] = useState<ReportFormat | null>(null);
  const download = async (format: ReportFormat) => {
    setPending(format);
    try {
      await downloadReport(window, format);
    } catch (error) {
      const { title, detail } = wordsOf(error as Error);
      showToast({ kind: 'error', title: `No report: ${title}`, detail, action: { label: 'Retry', run: () => void download(format) } });
    }
    setPending(null);
  };
  return (
    <div className="ml-auto flex items-center gap-2 max-sm:ml-0">
      <span className="text-[13px] text-muted">Report</span>
      {(Object.keys(REPORT_FORMATS) as ReportFormat[]).map((format) => (
        <Button key={format} aria-label={`Download the report as ${REPORT_FORMATS[format].label}`} disabled={pending !== null} onClick={() => void download(format)}>
          <Download aria-hidden="true" className="size-3.5" />
          {REPORT_FORMATS[format].label}
        </Button>
      ))}
    </div>
  );
}
