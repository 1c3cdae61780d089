import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';

import { Notice } from 'src/components/ui/notice';

/** Any path that is no page. */
export function NotFound() {
  return (
    <main className="h-full">
      <Notice
        heading="h1"
        icon={<Compass className="size-5" />}
        title="There is no such page"
        action={
          <Link to="/" className="text-[13px] font-medium text-accent-ink underline underline-offset-2">
            Go to the conversations
          </Link>
        }
      >
        The address may be misspelt.
      </Notice>
    </main>
  );
}
