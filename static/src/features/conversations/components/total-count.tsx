import { type ConversationCount, totalText } from 'src/lib/conversation-count';

/** How many conversations the filters select, read out whenever it changes. */
export function TotalCount({ total, isError }: { total: ConversationCount | undefined; isError: boolean }) {
  return (
    <p role="status" className="truncate text-[13px] text-muted tabular-nums">
      {total === undefined ? (isError ? 'Count unavailable' : 'Counting…') : totalText(total)}
    </p>
  );
}
