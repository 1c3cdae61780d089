/** How the cache answered, by resource and by the level that answered. */
import { formatCount, formatPercent } from '../api/figures';
import type { Span } from '../api/performance-search';
import { useCache } from '../hooks/use-performance';
import { DataTable, HeadCell, NumberCell } from './data-table';
import { Empty, Panel } from './panel';

export function CachePanel({ window }: { window: Span }) {
  const cache = useCache(window);
  return (
    <Panel title="Cache" note={`by resource and level, last ${window}`} query={cache}>
      {({ resources }) =>
        resources.length === 0 ? (
          <Empty title="Nothing was asked of the cache">First pages, counts, facets and the library are served from it. Open the list of conversations twice.</Empty>
        ) : (
          <DataTable
            caption="The cache by resource"
            columns={[
              { label: 'Resource' },
              { label: 'Hit rate', isNumber: true },
              { label: 'Memory', title: 'Answered from the memory of an instance', isNumber: true },
              { label: 'Store', title: 'Answered from the shared key-value store', isNumber: true },
              { label: 'Missed', title: 'Read from Postgres', isNumber: true },
              { label: 'Unchanged', title: 'Answered with 304: the browser had it', isNumber: true },
              { label: 'Store failed', title: 'Errors and time-outs of the store, and requests that left it alone after one', isNumber: true },
            ]}
          >
            {resources.map(({ resource, hitRatePercent, memory, store, misses, notModified, storeErrors, storeTimeouts, storeSkipped }) => {
              const failed = storeErrors + storeTimeouts + storeSkipped;
              return (
                <tr key={resource}>
                  <HeadCell>{resource}</HeadCell>
                  <NumberCell className="text-ink">{formatPercent(hitRatePercent)}</NumberCell>
                  {[memory, store, misses, notModified].map((count, index) => <NumberCell key={index}>{formatCount(count)}</NumberCell>)}
                  <NumberCell className={failed > 0 ? 'text-danger' : ''}>
                    <span title={`${formatCount(storeErrors)} errors, ${formatCount(storeTimeouts)} out of time, ${formatCount(storeSkipped)} left alone`}>{formatCount(failed)}</span>
                  </NumberCell>
                </tr>
              );
            })}
          </DataTable>
        )
      }
    </Panel>
  );
}
