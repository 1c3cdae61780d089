import { type Sample, sparklinePath } from '../api/figures';

const WIDTH = 120;
const HEIGHT = 28;

/** The trend of one figure, from the least to the most it was. The figure itself stands beside it, so it says nothing to a screen reader. */
export function Sparkline({ samples }: { samples: readonly Sample[] }) {
  const path = sparklinePath(samples, WIDTH, HEIGHT);
  if (path === null) {
    return <p className="flex h-8 items-end text-xs text-faint">No trend yet</p>;
  }
  return (
    <svg aria-hidden="true" viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`} preserveAspectRatio="none" className="h-8 w-full text-accent">
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinecap="round" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
