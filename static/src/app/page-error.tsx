import type { ErrorComponentProps } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { Notice } from 'src/components/ui/notice';

/** Stands in for a page that failed while it was drawn. */
export function PageError({ error }: ErrorComponentProps) {
  return (
    <main className="h-full">
      <Notice
        heading="h1"
        role="alert"
        icon={<CircleAlert className="size-5" />}
        title="This page could not be shown"
        action={
          <Button variant="primary" onClick={() => { window.location.reload(); }}>
            Reload
          </Button>
        }
      >
        {error instanceof Error ? error.message : String(error)}
      </Notice>
    </main>
  );
}
