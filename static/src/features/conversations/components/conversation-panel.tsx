/** One conversation beside the list: its turns, what is known about it, its history, and what can be done with it. */
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, Pencil, X } from 'lucide-react';
import { useEffect, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { History, Turns } from 'src/components/ui/conversation-reader';
import { Notice } from 'src/components/ui/notice';
import { Skeleton } from 'src/components/ui/skeleton';
import { StatusBadge } from 'src/components/ui/status-badge';
import { useShortcuts } from 'src/components/ui/use-shortcuts';
import { ApiError } from 'src/lib/problem';
import { hasRole } from 'src/lib/session';
import { useSettings } from 'src/lib/settings';

import { conversationQuery } from '../hooks/conversation-query';
import { useChange } from '../hooks/use-change';
import { ConflictDialog } from './conflict-dialog';
import { Details } from './conversation-details';
import { EditForm } from './edit-form';
import { PanelResizer } from './panel-resizer';
import { StatusActions } from './status-actions';

interface ConversationPanelProps {
  id: string;
  onClose: () => void;
}

export default function ConversationPanel({ id, onClose }: ConversationPanelProps) {
  const panelWidth = useSettings((settings) => settings.panelWidth);
  const query = useQuery(conversationQuery(id));
  const { change, isPending, conflict, resolve, dismissConflict } = useChange(id);
  const [isEditing, setIsEditing] = useState(false);
  const conversation = query.data;
  const mayEdit = hasRole('reviewer');

  useShortcuts({
    Escape: () => {
      // An open menu closes first, by itself.
      if (!isEditing && document.querySelector(':popover-open') === null) {
        onClose();
      }
    },
    e: () => { setIsEditing(mayEdit && conversation !== undefined); },
  });
  useEffect(
    () => () => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body || activeElement.closest('aside') !== null) {
        document.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
      }
    },
    [],
  );

  return (
    <aside
      aria-label="Conversation"
      style={{ width: panelWidth }}
      className="relative flex min-h-0 shrink-0 flex-col border-l border-line bg-surface max-lg:fixed max-lg:inset-0 max-lg:z-20 max-lg:w-auto!"
    >
      <PanelResizer />
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        {conversation === undefined ? <Skeleton className="w-20" /> : <StatusBadge status={conversation.status} />}
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold text-ink">{conversation === undefined ? '' : (conversation.title ?? 'Untitled')}</h2>
        {mayEdit ? (
          <Button variant="icon" aria-label="Edit" title="Edit (E)" disabled={conversation === undefined || isEditing} onClick={() => { setIsEditing(true); }}>
            <Pencil aria-hidden="true" className="size-4" />
          </Button>
        ) : null}
        <Button variant="icon" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          <X aria-hidden="true" className="size-4" />
        </Button>
      </div>
      {conversation === undefined ? (
        query.isError ? (
          <PanelError error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PanelSkeleton />
        )
      ) : isEditing ? (
        <EditForm
          conversation={conversation}
          isSaving={isPending}
          onSave={async (edited) => {
            await change({ change: edited, version: conversation.version });
            setIsEditing(false);
          }}
          onCancel={() => { setIsEditing(false); }}
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          {mayEdit ? (
            <StatusActions
              status={conversation.status}
              isPending={isPending}
              onMove={(move) => {
                // A failure is shown as a toast or a conflict.
                change({ change: move, version: conversation.version }).catch(() => undefined);
              }}
            />
          ) : null}
          <div className="px-4">
            <Turns turns={conversation.turns} />
            <Details conversation={conversation} />
            <History reviews={conversation.reviewHistory} />
          </div>
        </div>
      )}
      {conflict === null ? null : (
        <ConflictDialog
          conflict={conflict}
          onResolve={(side) => {
            resolve(side);
            setIsEditing(false);
          }}
          onClose={dismissConflict}
        />
      )}
    </aside>
  );
}

function PanelError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isMissing = error instanceof ApiError && error.status === 404;
  return (
    <Notice
      role="alert"
      icon={<CircleAlert className="size-5" />}
      title={isMissing ? 'There is no such conversation' : error instanceof ApiError ? error.title : 'Something went wrong'}
      action={isMissing ? undefined : <Button variant="primary" onClick={onRetry}>Retry</Button>}
    >
      {isMissing ? 'It may have been deleted.' : error instanceof ApiError ? error.detail : error.message}
    </Notice>
  );
}

function PanelSkeleton() {
  return (
    <div aria-busy="true" aria-label="Loading" className="flex flex-col gap-4 p-4">
      {['w-2/5', 'w-4/5', 'w-3/5', 'w-4/5', 'w-1/2'].map((width, index) => (
        <Skeleton key={`${width}-${index}`} className={width} />
      ))}
    </div>
  );
}
