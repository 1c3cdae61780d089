/** How long requests take: percentiles over time, of all routes or one, and every route's figures, from which one is chosen. */
import { useState } from 'react';

import { Button } from 'src/components/ui/button';

import { filledSteps, formatCount, formatMs, formatPercent, formatSeconds, formatUpToThreeDigits } from '../api/figures';
import type { Span } from '../api/performance-search';
import type { Requests } from '../api/traffic';
import { useRequests } from '../hooks/use-performance';
import { DataTable, HeadCell, NumberCell, TextCell } from './data-table';
import { Empty, Panel } from './panel';
import { TimeChart } from './time-chart';

const LINES = [
  { label: 'p50', figure: 'p50Ms', colour: 'text-status-green' },
  { label: 'p95', figure: 'p95Ms', colour: 'text-status-blue' },
  { label: 'p99', figure: 'p99Ms', colour: 'text-status-orange' },
] as const;

const stepTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

interface LatencyProps {
  window: Span;
  /** Empty for all together. */
  route: string;
  onRoute: (route: string) => void;
}

export function LatencyPanel({ window, route, onRoute }: LatencyProps) {
  const [isTable, setIsTable] = useState(false);
  const requests = useRequests(window, route);
  const subject = route === '' ? 'all routes' : route;
  return (
    <Panel
      title="Response times"
      note={`${subject}, last ${window}${requests.data === undefined ? '' : `, by ${formatSeconds(requests.data.window.stepSeconds)}`}`}
      query={requests}
      rows={8}
      // As high as what comes, on most screens: what stands below does not jump within sight.
      className={requests.isPending ? 'min-h-200' : ''}
      actions={
        <>
          {route === '' ? null : <Button variant="quiet" className="h-7" onClick={() => { onRoute(''); }}>All routes</Button>}
          <Button variant="quiet" className="h-7" aria-pressed={isTable} onClick={() => { setIsTable(!isTable); }}>Steps as a table</Button>
        </>
      }
    >
      {(data) =>
        data.total.count === 0 ? (
          <Empty title="No request in this time">Open the list of conversations or call the API: figures appear here within seconds. They are kept for 14 days.</Empty>
        ) : (
          <>
            {data.series.length === 0 ? <Empty title={`No request of ${subject} in this time`}>Choose another route below, or a longer time above.</Empty> : isTable ? <Steps data={data} subject={subject} /> : <Chart data={data} subject={subject} />}
            <Routes data={data} chosen={route} onRoute={onRoute} />
            <Problems problems={data.problems} />
          </>
        )
      }
    </Panel>
  );
}

function Chart({ data: { window, series }, subject }: { data: Requests; subject: string }) {
  const steps = filledSteps(window, series);
  return (
    <TimeChart
      label={`p50, p95 and p99 of ${subject} over time. The same figures: Steps as a table.`}
      timesS={steps.map(({ atS }) => atS)}
      lines={LINES.map(({ label, figure, colour }) => ({ label, colour, values: steps.map(({ point }) => point?.[figure] ?? null) }))}
      format={formatMs}
    />
  );
}

function Steps({ data: { series }, subject }: { data: Requests; subject: string }) {
  return (
    <div className="max-h-72 overflow-y-auto">
      <DataTable
        caption={`Response times of ${subject} by step`}
        columns={[{ label: 'From' }, ...['Requests', 'p50', 'p95', 'p99', 'Longest'].map((label) => ({ label, isNumber: true }))]}
      >
        {series.toReversed().map(({ at, count, p50Ms, p95Ms, p99Ms, maxMs }) => (
          <tr key={at}>
            <HeadCell className="whitespace-nowrap">{stepTime.format(Date.parse(at))}</HeadCell>
            <NumberCell>{formatCount(count)}</NumberCell>
            {[p50Ms, p95Ms, p99Ms, maxMs].map((ms, index) => <NumberCell key={index}>{formatMs(ms)}</NumberCell>)}
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

function Routes({ data: { routes }, chosen, onRoute }: { data: Requests; chosen: string; onRoute: (route: string) => void }) {
  return (
    <div className="border-t border-line-soft">
      <DataTable
        caption="Response times by route"
        columns={[
          { label: 'Route' },
          { label: 'Requests', isNumber: true },
          { label: 'Per second', isNumber: true },
          { label: 'Failed', title: 'By no fault of the caller: 500 and above', isNumber: true },
          { label: 'Mean', isNumber: true },
          { label: 'Database', title: 'How much of the mean was spent on the database', isNumber: true },
          { label: 'p50', isNumber: true },
          { label: 'p95', isNumber: true },
          { label: 'p99', isNumber: true },
          { label: 'Longest', isNumber: true },
        ]}
      >
        {routes.map(({ route, count, ratePerSecond, errorRatePercent, meanMs, databaseMeanMs, p50Ms, p95Ms, p99Ms, maxMs }) => (
          <tr key={route} className={route === chosen ? 'bg-accent-soft' : ''}>
            <HeadCell>
              <button
                type="button"
                aria-pressed={route === chosen}
                onClick={() => { onRoute(route === chosen ? '' : route); }}
                className="cursor-pointer rounded text-left font-mono text-xs whitespace-nowrap hover:underline aria-pressed:font-semibold"
              >
                {route}
              </button>
            </HeadCell>
            <NumberCell>{formatCount(count)}</NumberCell>
            <NumberCell>{formatUpToThreeDigits(ratePerSecond)}</NumberCell>
            <NumberCell className={(errorRatePercent ?? 0) > 0 ? 'text-danger' : ''}>{formatPercent(errorRatePercent)}</NumberCell>
            {[meanMs, databaseMeanMs, p50Ms, p95Ms, p99Ms, maxMs].map((ms, index) => <NumberCell key={index}>{formatMs(ms)}</NumberCell>)}
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

function Problems({ problems }: { problems: Requests['problems'] }) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <details className="border-t border-line-soft">
      <summary className="cursor-pointer px-4 py-2 text-[13px] text-muted hover:text-ink">What was refused or failed ({formatCount(problems.reduce((sum, { count }) => sum + count, 0))})</summary>
      <DataTable caption="Problems by route and kind" columns={[{ label: 'Route' }, { label: 'Problem' }, { label: 'Times', isNumber: true }]}>
        {problems.map(({ route, kind, count }) => (
          <tr key={`${route} ${kind}`}>
            <HeadCell className="font-mono text-xs">{route}</HeadCell>
            <TextCell>{kind.replaceAll('-', ' ')}</TextCell>
            <NumberCell>{formatCount(count)}</NumberCell>
          </tr>
        ))}
      </DataTable>
    </details>
  );
}
