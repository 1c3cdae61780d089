/** A grey bar in the place of a text that is on its way. Its width comes from `className`. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={`block h-2.5 animate-pulse rounded-full bg-line motion-reduce:animate-none ${className}`} />;
}
