import { Button } from 'src/components/ui/button';

import type { ConversationPage } from '../api/conversations';
import type { ChangeView } from '../hooks/use-view';

/** Previous and Next below a plain page. */
export function Pager({ page, onChange }: { page: ConversationPage | undefined; onChange: ChangeView }) {
  const step = (label: string, cursor: string | null | undefined) => (
    <Button disabled={cursor === null || cursor === undefined} onClick={() => { onChange({ cursor: cursor ?? '' }); }}>
      {label}
    </Button>
  );
  return (
    <nav aria-label="Pages" className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-4 py-2">
      {step('Previous', page?.pagination.prevCursor)}
      {step('Next', page?.pagination.nextCursor)}
    </nav>
  );
}
