/** Asks before a page is left with something that would be lost. Closing the tab asks in the browser's own words. */
import { useBlocker } from '@tanstack/react-router';

import { Button } from './button';
import { Dialog } from './dialog';

interface LeaveGuardProps {
  isActive: boolean;
  title: string;
  children: string;
}

export function LeaveGuard({ isActive, title, children }: LeaveGuardProps) {
  const blocker = useBlocker({ shouldBlockFn: () => isActive, enableBeforeUnload: isActive, withResolver: true });
  if (blocker.status !== 'blocked') {
    return null;
  }
  return (
    <Dialog title={title} onClose={blocker.reset}>
      <div className="p-4">
        <p className="text-[13px] leading-5 text-ink-soft">{children}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={blocker.proceed}>Leave</Button>
          <Button variant="primary" onClick={blocker.reset}>Stay</Button>
        </div>
      </div>
    </Dialog>
  );
}
