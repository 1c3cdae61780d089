import type { ReactNode } from 'react';

interface NoticeProps {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** `h1` where the notice is the whole page. */
  heading?: 'h1' | 'h2';
  /** An alert is read out at once. */
  role?: 'alert';
}

/** What stands where content would be: nothing to show, or an error, with what to do about it. */
export function Notice({ icon, title, children, action, heading: Heading = 'h2', role }: NoticeProps) {
  return (
    <div role={role} className="flex h-full flex-col items-center justify-center gap-1 px-6 py-10 text-center">
      <div aria-hidden="true" className="mb-2 flex size-10 items-center justify-center rounded-full bg-hover text-muted">
        {icon}
      </div>
      <Heading className="text-sm font-medium text-ink">{title}</Heading>
      <p className="max-w-md text-[13px] leading-5 text-balance text-muted">{children}</p>
      {action === undefined ? null : <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}
