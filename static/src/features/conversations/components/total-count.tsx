import { formatInteger } from 'src/lib/format';

import type { ConversationCount } from '../api/conversations';

/** How many conversations the filters select, read out whenever it changes. */
export function TotalCount({ total, isError }: { total: ConversationCount | undefined; isError: boolean }) {
  return (
    <p role="status" className="truncate text-[13px] text-muted tabular-nums">
      {total === undefined ? (isError ? 'Count unavailable' : 'Counting…') : totalText(total)}
    </p>
  );
}

function totalText({ count, kind }: ConversationCount): string {
  const noun = count === 1 ? 'conversation' : 'conversations';
  return `${kind === 'estimated' ? 'about ' : ''}${formatInteger(count)} ${noun}`;
}
