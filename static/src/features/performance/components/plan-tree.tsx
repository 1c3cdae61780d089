/** The tree of a plan as a table: each node under its parent, what it was expected to give and what it gave, and where the time went. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';

import { BAD_ESTIMATE, type Explanation, type PlanNode, sharePercent, visibleNodes } from '../api/plan';
import { formatCount, formatMs, formatUpToThreeDigits, NOTHING } from '../api/figures';
import { Badge } from './badge';
import { DataTable, HeadCell, NumberCell } from './data-table';

const INDENT_PX = 16;

/** Deeper nodes stand no further in: a narrow screen has no room for it. */
const MAX_INDENTS = 12;

export function PlanTree({ title, tree }: { title: string; tree: Explanation['statements'][number]['tree'] }) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const { nodes, planningMs, executionMs, cost } = tree;
  const parents = new Set(nodes.map(({ parent }) => parent));
  const toggle = (id: number) => {
    const next = new Set(closed);
    if (!next.delete(id)) {
      next.add(id);
    }
    setClosed(next);
  };
  return (
    <>
      <h3 className="px-4 pt-3 text-[13px] font-medium text-ink">
        {title}
        <span className="ml-2 text-xs font-normal text-muted">
          {executionMs === null ? `cost ${formatUpToThreeDigits(cost)}, in the planner’s units` : `planned in ${formatMs(planningMs)}, run in ${formatMs(executionMs)}`}
        </span>
      </h3>
      <DataTable
        caption={`Plan: ${title}`}
        columns={[
          { label: 'Node' },
          { label: executionMs === null ? 'Own cost' : 'Own time', isNumber: true },
          { label: executionMs === null ? 'With children' : 'In all', isNumber: true },
          { label: 'Rows expected', title: 'Each time it runs', isNumber: true },
          { label: 'Rows', title: 'Each time it ran, on average', isNumber: true },
          { label: 'Off by', title: 'How many times too many or too few rows were expected', isNumber: true },
          { label: 'Blocks', title: 'Found in shared memory, read, and written aside, with its children', isNumber: true },
        ]}
      >
        {visibleNodes(nodes, closed).map((node) => (
          <NodeRow key={node.id} node={node} share={sharePercent(node, nodes)} isClosed={closed.has(node.id)} onToggle={parents.has(node.id) ? () => { toggle(node.id); } : null} />
        ))}
      </DataTable>
    </>
  );
}

interface NodeRowProps {
  node: PlanNode;
  /** Of the whole plan, in percent. */
  share: number;
  isClosed: boolean;
  /** Null for a leaf. */
  onToggle: (() => void) | null;
}

function NodeRow({ node, share, isClosed, onToggle }: NodeRowProps) {
  const { kind, role, table, index, conditions, depth, expectedRows, rows, loops, estimateError, removedRows, cost, ownCost, timeMs, ownTimeMs, buffers, slowest } = node;
  const isOff = estimateError !== null && estimateError >= BAD_ESTIMATE;
  const Chevron = isClosed ? ChevronRight : ChevronDown;
  const on = [table, index].filter((name) => name !== null).join(' by ');
  return (
    <tr className={slowest ? 'bg-accent-soft' : ''}>
      <HeadCell className="min-w-72">
        <div className="flex items-start gap-1" style={{ paddingLeft: Math.min(depth, MAX_INDENTS) * INDENT_PX }}>
          {onToggle === null ? (
            <span className="w-5 shrink-0" />
          ) : (
            <button type="button" aria-expanded={!isClosed} aria-label={`Children of ${kind}`} onClick={onToggle} className="flex size-5 shrink-0 cursor-pointer items-center justify-center rounded text-muted hover:bg-hover">
              <Chevron aria-hidden="true" className="size-3.5" />
            </button>
          )}
          <div className="min-w-0">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{kind}</span>
              {on === '' ? null : <span className="font-mono text-xs break-all text-ink-soft">{on}</span>}
              {role === null ? null : <span className="text-xs text-muted">{role}</span>}
              {slowest ? <Badge tone="bad">{timeMs === null ? 'costs most' : 'takes most'}</Badge> : null}
            </p>
            {conditions.map((condition) => (
              <p key={`${condition.kind} ${condition.text}`} className="text-xs break-words text-muted">
                {condition.kind}: <code className="font-mono">{condition.text}</code>
              </p>
            ))}
            {removedRows === null || removedRows === 0 ? null : <p className="text-xs text-danger">{formatCount(removedRows)} rows read and thrown away</p>}
          </div>
        </div>
      </HeadCell>
      <NumberCell>
        {ownTimeMs === null ? formatUpToThreeDigits(ownCost) : formatMs(ownTimeMs)}
        <span aria-hidden="true" className="mt-1 ml-auto block h-1 w-16 overflow-hidden rounded-full bg-line">
          <span className={`block h-full rounded-full ${slowest ? 'bg-status-red' : 'bg-accent'}`} style={{ width: `${share}%` }} />
        </span>
      </NumberCell>
      <NumberCell>{timeMs === null ? formatUpToThreeDigits(cost) : formatMs(timeMs)}</NumberCell>
      <NumberCell>{formatCount(expectedRows)}</NumberCell>
      <NumberCell>
        {rows === null ? NOTHING : formatCount(rows)}
        {loops === null || loops === 1 ? null : <span className="block text-xs text-muted">{loops === 0 ? 'never ran' : `× ${formatCount(loops)}`}</span>}
      </NumberCell>
      <NumberCell className={isOff ? 'text-danger' : ''}>{estimateError === null ? NOTHING : `× ${formatUpToThreeDigits(estimateError)}`}</NumberCell>
      <NumberCell className="text-xs">
        {timeMs === null ? NOTHING : <span className="block">{formatCount(buffers.hit)} hit</span>}
        {buffers.read === 0 ? null : <span className="block">{formatCount(buffers.read)} read</span>}
        {buffers.temporary === 0 ? null : <span className="block text-danger">{formatCount(buffers.temporary)} aside</span>}
      </NumberCell>
    </tr>
  );
}
