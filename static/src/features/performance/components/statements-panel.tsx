/** What Postgres is busy with: slow statements, those that run now and have for long, and how much it reads from memory. */
import { Button } from 'src/components/ui/button';
import { formatExactTime } from 'src/lib/format';

import type { Activity, HitRatio, Statement } from '../api/database';
import { formatCount, formatMs, formatPercent, formatUpToThreeDigits } from '../api/figures';
import { useActivity } from '../hooks/use-performance';
import { Badge } from './badge';
import { DataTable, HeadCell, NumberCell, TextCell } from './data-table';
import { Empty, Panel } from './panel';

export function StatementsPanel({ onPlan }: { onPlan: (statement: Statement) => void }) {
  const activity = useActivity();
  return (
    <Panel title="Database" note={sinceNote(activity.data)} query={activity}>
      {(data) => (
        <>
          <HitRatios tables={data.tables} indexes={data.indexes} />
          <SlowStatements activity={data} onPlan={onPlan} />
          <Running activity={data} />
        </>
      )}
    </Panel>
  );
}

function sinceNote(activity: Activity | undefined): string {
  const since = activity?.statements.since ?? activity?.since ?? null;
  return since === null ? 'since the database was made' : `since ${formatExactTime(Date.parse(since))}`;
}

function HitRatios({ tables, indexes }: { tables: HitRatio; indexes: HitRatio }) {
  const ratios = [
    { name: 'Tables read from memory', ratio: tables },
    { name: 'Indexes read from memory', ratio: indexes },
  ];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 px-4 py-3 text-[13px]">
      {ratios.map(({ name, ratio: { hitPercent, warning } }) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="tabular-nums text-ink">{formatPercent(hitPercent)}</dd>
          {warning === null ? null : <dd className="max-w-120 text-xs text-danger">{warning}</dd>}
        </div>
      ))}
    </dl>
  );
}

function SlowStatements({ activity: { statements, thresholds }, onPlan }: { activity: Activity; onPlan: (statement: Statement) => void }) {
  const { slowMeanMs, slowMinCalls, slowMaxMs } = thresholds;
  const rule = `a mean of ${slowMeanMs} ms over at least ${slowMinCalls} calls, or one call of ${slowMaxMs} ms`;
  if (!statements.available) {
    return (
      <div className="border-t border-line-soft">
        <Empty title="Statements are not recorded">{statements.notice}</Empty>
      </div>
    );
  }
  if (statements.slow.length === 0) {
    return (
      <div className="border-t border-line-soft">
        <Empty title="No statement is slow">{`Slow is ${rule}. There is nothing to do.`}</Empty>
      </div>
    );
  }
  return (
    <div className="border-t border-line-soft">
      <h3 className="px-4 pt-3 text-xs font-medium text-ink">Slow statements: {rule}</h3>
      <DataTable
        caption="Slow statements"
        columns={[
          { label: 'Statement' },
          { label: 'Calls', isNumber: true },
          { label: 'Mean', title: 'Of all calls: a few long ones draw it up. It is no percentile.', isNumber: true },
          { label: 'Longest', isNumber: true },
          { label: 'Total', title: 'Of all calls', isNumber: true },
          { label: 'Rows', title: 'Of all calls', isNumber: true },
          { label: 'From memory', title: 'Blocks found in shared memory', isNumber: true },
          { label: 'Plan' },
        ]}
      >
        {statements.slow.map((statement) => (
          <SlowRow key={statement.queryid} statement={statement} onPlan={onPlan} />
        ))}
      </DataTable>
    </div>
  );
}

function SlowRow({ statement, onPlan }: { statement: Statement; onPlan: (statement: Statement) => void }) {
  const { text, calls, meanMs, maxMs, totalMs, rows, hitPercent, reason, explainable, source } = statement;
  return (
    <tr>
      <HeadCell className="min-w-80">
        <span className="text-xs text-muted">{source === null ? 'Not one of Parley’s' : sourceWords(source)}</span>
        <details>
          <summary className="cursor-pointer truncate font-mono text-xs leading-5">{text.slice(0, 96)}</summary>
          <pre className="mt-1 max-h-60 max-w-160 overflow-auto rounded-md bg-hover p-2 font-mono text-xs whitespace-pre-wrap" tabIndex={0}>{text}</pre>
        </details>
        <span className="text-xs text-muted">{reason}</span>
      </HeadCell>
      <NumberCell>{formatCount(calls)}</NumberCell>
      {[meanMs, maxMs, totalMs].map((ms, index) => <NumberCell key={index}>{formatMs(ms)}</NumberCell>)}
      <NumberCell>{formatCount(rows)}</NumberCell>
      <NumberCell>{formatPercent(hitPercent)}</NumberCell>
      <TextCell>
        {explainable ? <Button className="h-7" onClick={() => { onPlan(statement); }}>Plan</Button> : <span className="text-xs text-muted">not to be had</span>}
      </TextCell>
    </tr>
  );
}

function sourceWords({ route, what, plan, sort, filter }: NonNullable<Statement['source']>): string {
  return [
    `${route}: ${what}`,
    plan === null ? null : `by ${plan}`,
    sort === null ? null : `sorted by ${sort}`,
    filter.length === 0 ? null : `filtered by ${filter.join(', ')}`,
  ].filter((part) => part !== null).join(', ');
}

function Running({ activity: { running, thresholds } }: { activity: Activity }) {
  if (running.length === 0) {
    return <p className="border-t border-line-soft px-4 py-3 text-[13px] text-muted">Nothing has been running for more than {thresholds.runningMinS} s.</p>;
  }
  return (
    <div className="border-t border-line-soft">
      <h3 className="px-4 pt-3 text-xs font-medium text-ink">Running for more than {thresholds.runningMinS} s</h3>
      <DataTable caption="Running for long" columns={[{ label: 'Statement' }, { label: 'For', isNumber: true }, { label: 'State' }, { label: 'Waits for' }, { label: 'Process' }]}>
        {running.map(({ pid, role, state, seconds, waitsFor, text }) => (
          <tr key={pid}>
            <HeadCell className="min-w-60 font-mono text-xs break-words">{text}</HeadCell>
            <NumberCell>{formatUpToThreeDigits(seconds)} s</NumberCell>
            <TextCell><Badge tone={state === 'active' ? 'fair' : 'bad'}>{state}</Badge></TextCell>
            <TextCell>{waitsFor ?? 'nothing'}</TextCell>
            <TextCell>{pid} of {role}</TextCell>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}
