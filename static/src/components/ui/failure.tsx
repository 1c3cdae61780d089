import { ApiError } from 'src/lib/problem';

import { Button } from './button';

/** What went wrong with something the user did, where they did it, and a way to try again. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { title, detail } = error instanceof ApiError ? error : { title: 'Something went wrong', detail: error.message };
  return (
    <div role="alert" className="flex items-start gap-3 rounded-lg border border-line p-3.5">
      <div className="min-w-0 flex-1 text-[13px] leading-5">
        <p className="font-medium text-danger">{title}</p>
        <p className="break-words text-ink-soft">{detail}</p>
      </div>
      <Button onClick={onRetry}>Retry</Button>
    </div>
  );
}
