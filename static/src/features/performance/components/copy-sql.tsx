import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { showToast } from 'src/lib/toasts';

/** A statement to run by hand, and a button that copies it. */
export function CopySql({ sql }: { sql: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(sql);
      setIsCopied(true);
    } catch {
      showToast({ kind: 'error', title: 'The statement was not copied', detail: 'The browser does not let pages write to the clipboard here. Select it and copy it by hand.' });
    }
  };
  return (
    <div className="flex items-start gap-2 rounded-md bg-hover py-1 pr-1 pl-2.5">
      <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-4 break-words whitespace-pre-wrap text-ink">{sql}</code>
      <Button variant="quiet" className="h-6 text-xs" onClick={() => void copy()}>
        {isCopied ? <Check aria-hidden="true" className="size-3.5" /> : <Copy aria-hidden="true" className="size-3.5" />}
        {isCopied ? 'Copied' : 'Copy SQL'}
      </Button>
    </div>
  );
}
