/** Indexes that cost more than they bring, tables that lack one, and all there are. */
import { formatExactTime } from 'src/lib/format';

import type { Indexes } from '../api/database';
import { formatBytes, formatCount } from '../api/figures';
import { useIndexes } from '../hooks/use-performance';
import { Badge, type Tone } from './badge';
import { CopySql } from './copy-sql';
import { DataTable, HeadCell, NumberCell, TextCell } from './data-table';
import { Empty, Panel } from './panel';

interface Finding {
  kind: string;
  tone: Tone;
  name: string;
  table: string;
  bytes: number;
  reason: string;
  action: string;
  sql: string | null;
}

function findingsOf({ unused, duplicate, missing, bloated }: Indexes): Finding[] {
  const lists = [
    { kind: 'Unused', tone: 'fair', verdicts: unused },
    { kind: 'Duplicate', tone: 'fair', verdicts: duplicate },
    { kind: 'Bloated', tone: 'fair', verdicts: bloated },
  ] as const;
  return [
    ...missing.map(({ table, bytes, reason, action }) => ({ kind: 'Missing', tone: 'bad' as const, name: `An index on ${table}`, table, bytes, reason, action, sql: null })),
    ...lists.flatMap(({ kind, tone, verdicts }) => verdicts.map(({ index, table, bytes, reason, action, sql }) => ({ kind, tone, name: index, table, bytes, reason, action, sql }))),
  ];
}

export function IndexesPanel() {
  const indexes = useIndexes();
  const since = indexes.data?.since ?? null;
  return (
    <Panel title="Indexes" note={since === null ? 'scans since the database was made' : `scans since ${formatExactTime(Date.parse(since))}`} query={indexes}>
      {(data) => (
        <>
          <Findings findings={findingsOf(data)} />
          <All indexes={data.indexes} />
        </>
      )}
    </Panel>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) {
    return <Empty title="No index needs attention">None is large and unused, covered by another or bloated, and no large table is read from end to end.</Empty>;
  }
  return (
    <ul className="divide-y divide-line-soft">
      {findings.map(({ kind, tone, name, table, bytes, reason, action, sql }) => (
        <li key={`${kind} ${table} ${name}`} className="space-y-1.5 px-4 py-3 text-[13px]">
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <Badge tone={tone}>{kind}</Badge>
            <span className="min-w-0 font-medium break-words text-ink">{name}</span>
            <span className="text-xs text-muted">{table}, {formatBytes(bytes)}</span>
          </p>
          <p className="leading-5 text-ink-soft">{reason}</p>
          <p className="leading-5 text-muted">{action}</p>
          {sql === null ? null : <CopySql sql={sql} />}
        </li>
      ))}
    </ul>
  );
}

function All({ indexes }: { indexes: Indexes['indexes'] }) {
  return (
    <details className="border-t border-line-soft">
      <summary className="cursor-pointer px-4 py-2 text-[13px] text-muted hover:text-ink">All {formatCount(indexes.length)} indexes, the largest first</summary>
      <div className="max-h-96 overflow-y-auto">
        <DataTable caption="All indexes" columns={[{ label: 'Index' }, { label: 'Table' }, { label: 'Method' }, { label: 'Keeps' }, { label: 'Size', isNumber: true }, { label: 'Scans', isNumber: true }]}>
          {indexes.map(({ schema, table, name, method, unique, constraint, valid, scans, bytes }) => (
            <tr key={`${schema}.${name}`}>
              <HeadCell className="font-mono text-xs">{name}</HeadCell>
              <TextCell className="font-mono text-xs">{table}</TextCell>
              <TextCell>{valid ? method : `${method}, not valid`}</TextCell>
              <TextCell className="text-xs">{constraint ?? (unique ? 'unique' : '')}</TextCell>
              <NumberCell>{formatBytes(bytes)}</NumberCell>
              <NumberCell>{formatCount(scans)}</NumberCell>
            </tr>
          ))}
        </DataTable>
      </div>
    </details>
  );
}
