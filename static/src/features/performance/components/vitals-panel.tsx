/** What browsers measured, by page: the 75th percentile of each web vital, and how good that is. */
import { formatCount, formatPercent, formatVital } from '../api/figures';
import type { Span } from '../api/performance-search';
import { type Rating, type Vital, VITALS, type WebVitals } from '../api/traffic';
import { useWebVitals } from '../hooks/use-performance';
import { Badge, type Tone } from './badge';
import { DataTable, HeadCell, TextCell } from './data-table';
import { Empty, Panel } from './panel';

const RATING_TONES: Record<Rating, Tone> = { good: 'good', 'needs-improvement': 'fair', poor: 'bad' };
const RATING_LABELS: Record<Rating, string> = { good: 'good', 'needs-improvement': 'needs improvement', poor: 'poor' };

const VITAL_TITLES: Record<Vital, string> = {
  TTFB: 'Time to first byte',
  FCP: 'First contentful paint',
  LCP: 'Largest contentful paint',
  INP: 'Interaction to next paint',
  CLS: 'Cumulative layout shift',
};

export function VitalsPanel({ window }: { window: Span }) {
  const vitals = useWebVitals(window);
  return (
    <Panel title="Web vitals" note={`75th percentile by page, last ${window}`} query={vitals}>
      {(data) =>
        data.pages.length === 0 ? (
          <Empty title="No page has reported yet">A page reports what it measured when it is left or hidden. Open a few, switch to another tab and come back.</Empty>
        ) : (
          <>
            <DataTable caption="Web vitals by page" columns={[{ label: 'Page' }, ...VITALS.map((label) => ({ label, title: VITAL_TITLES[label] }))]}>
              <Row name="All pages" figures={data.metrics} />
              {[...new Set(data.pages.map(({ page }) => page))].map((name) => (
                <Row key={name} name={name} figures={data.pages.filter(({ page }) => page === name)} />
              ))}
            </DataTable>
            <p className="border-t border-line-soft px-4 py-2 text-xs text-muted">
              Good up to {limitsText(data, 'good')}; poor beyond {limitsText(data, 'poor')}.
            </p>
          </>
        )
      }
    </Panel>
  );
}

function limitsText({ limits }: WebVitals, which: 'good' | 'poor'): string {
  return VITALS.flatMap((vital) => limits.filter(({ metric }) => metric === vital).map((limit) => `${vital} ${formatVital(vital, limit[which])}`)).join(', ');
}

function Row({ name, figures }: { name: string; figures: WebVitals['metrics'] }) {
  return (
    <tr>
      <HeadCell className="whitespace-nowrap">{name}</HeadCell>
      {VITALS.map((vital) => {
        const figure = figures.find(({ metric }) => metric === vital);
        return figure === undefined ? (
          <TextCell key={vital} className="text-muted">not measured</TextCell>
        ) : (
          <TextCell key={vital}>
            <span title={`${formatCount(figure.count)} measured, ${formatPercent(figure.goodPercent)} good, ${formatPercent(figure.poorPercent)} poor`} className="block whitespace-nowrap tabular-nums text-ink">
              {formatVital(vital, figure.p75)}
            </span>
            <Badge tone={RATING_TONES[figure.rating]}>{RATING_LABELS[figure.rating]}</Badge>
          </TextCell>
        );
      })}
    </tr>
  );
}
