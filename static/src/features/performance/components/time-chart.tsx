/**
 * Lines over time. uPlot draws on a canvas, which knows nothing of style sheets: colours are read from the page whenever it draws, and a change of the theme has it
 * draw again.
 */
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

import { useThemeStore } from 'src/lib/theme';

export interface Line {
  label: string;
  /** A class of the theme that sets the text's colour. */
  colour: string;
  values: readonly (number | null)[];
}

interface TimeChartProps {
  /** What a screen reader says in its place. */
  label: string;
  /** Seconds since the epoch, from left to right. */
  timesS: readonly number[];
  lines: readonly Line[];
  format: (value: number | null) => string;
}

const HEIGHT = 240;
const AXIS_WIDTH = 64;
const FONT = '11px ui-sans-serif, system-ui, sans-serif';
const timeOfPoint = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

export function TimeChart({ label, timesS, lines, format }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const theme = useThemeStore((store) => store.theme);
  const shape = lines.map((line) => `${line.label}\n${line.colour}`).join('\n\n');

  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return undefined;
    }
    const axis = { stroke: () => colourOf(element, 'text-muted'), font: FONT, ticks: { show: false } };
    const grid = { stroke: () => colourOf(element, 'text-line'), width: 1 };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        // A zoom would last until the next reading.
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
        scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
        axes: [
          { ...axis, grid: { show: false } },
          { ...axis, grid, size: AXIS_WIDTH, values: (_, splits) => splits.map((value) => format(value)) },
        ],
        series: [
          {},
          ...shape.split('\n\n').map((line) => {
            const [name = '', colour = ''] = line.split('\n');
            return { label: name, stroke: () => colourOf(element, colour), width: 1.5, points: { size: 4 } };
          }),
        ],
        hooks: { setCursor: [({ cursor: { idx } }) => { setCursor(idx ?? null); }] },
      },
      [[]],
      element,
    );
    chart.current = made;
    const resizing = new ResizeObserver(() => { made.setSize({ width: element.clientWidth, height: HEIGHT }); });
    resizing.observe(element);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => { made.redraw(false); };
    dark.addEventListener('change', redraw);
    return () => {
      dark.removeEventListener('change', redraw);
      resizing.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape, format]);

  useEffect(() => {
    chart.current?.setData([[...timesS], ...lines.map(({ values }) => [...values])]);
  }, [timesS, lines, shape, format]);

  useEffect(() => {
    chart.current?.redraw(false);
  }, [theme]);

  const shown = cursor ?? lastKnown(lines);
  const at = shown === null ? undefined : timesS[shown];
  return (
    <div>
      <ul aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-3 text-xs text-muted">
        {lines.map((line) => (
          <li key={line.label} className="flex items-center gap-1.5 tabular-nums">
            <span className={`h-0.5 w-3 rounded-full bg-current ${line.colour}`} />
            {line.label}
            <span className="text-ink">{format(shown === null ? null : (line.values[shown] ?? null))}</span>
          </li>
        ))}
        {at === undefined ? null : <li>{timeOfPoint.format(at * 1000)}</li>}
      </ul>
      <div ref={host} role="img" aria-label={label} className="mt-1 w-full overflow-hidden px-1 pb-2" />
    </div>
  );
}

/** The place of the last point of which anything is known. */
function lastKnown(lines: readonly Line[]): number | null {
  const last = Math.max(...lines.map(({ values }) => values.findLastIndex((value) => value !== null)));
  return last < 0 ? null : last;
}

/** A colour of the theme as it is now, in a form that a canvas takes. */
function colourOf(element: HTMLElement, className: string): string {
  const probe = element.ownerDocument.createElement('span');
  probe.className = className;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
