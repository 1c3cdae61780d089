DROP TRIGGER conversations_record_change ON conversations;
DROP FUNCTION conversations_record_change();
DROP FUNCTION conversation_status_moves(text);
ALTER TABLE conversations
    DROP CONSTRAINT conversations_decision_consumed,
    DROP COLUMN decided_by,
    DROP COLUMN decision_reason,
    DROP COLUMN decision_note,
    DROP COLUMN decision_batch;
