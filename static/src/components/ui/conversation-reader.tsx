/** A conversation as one reads it: its turns, then what was decided about it. */
import { STATUS_LABELS } from 'src/lib/conversation';
import { type ConversationDetail, reasonLabel, TURN_ROLE_LABELS } from 'src/lib/conversation-detail';
import { formatExactTime } from 'src/lib/format';

export function ConversationReader({ conversation: { turns, reviewHistory } }: { conversation: ConversationDetail }) {
  return (
    <>
      <ol aria-label="Turns" className="flex flex-col gap-3">
        {turns.map(({ turnNumber, role, content }) => (
          <li
            key={turnNumber}
            className={`rounded-lg px-3.5 py-2.5 ${role === 'assistant' ? 'ml-8 bg-accent-soft' : role === 'user' ? 'mr-8 bg-hover' : 'border border-line'}`}
          >
            <p className="text-xs font-medium text-muted">{TURN_ROLE_LABELS[role]}</p>
            <p className="mt-1 text-sm leading-6 break-words whitespace-pre-wrap text-ink">{content}</p>
          </li>
        ))}
      </ol>
      {reviewHistory.length === 0 ? null : (
        <section aria-label="History" className="mt-6">
          <h3 className="text-xs font-medium text-muted">History</h3>
          <ol className="mt-1.5 space-y-1 text-[13px] text-ink-soft">
            {reviewHistory.toReversed().map(({ at, by, from, to, reason, note }) => (
              <li key={`${at} ${to}`}>
                {STATUS_LABELS[from]} → {STATUS_LABELS[to]}
                {reason === undefined ? '' : `, ${reasonLabel(reason)}`}
                {note === undefined ? '' : `: “${note}”`}
                <span className="text-muted"> by {by}, {formatExactTime(Date.parse(at))}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
