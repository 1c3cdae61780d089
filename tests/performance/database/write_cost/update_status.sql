-- One review decision.
\set n random(1, :rows)
UPDATE conversations SET status = (conversation_status_moves(status))[1], decided_by = 'write cost', decision_reason = 'other'
WHERE id = (SELECT id FROM write_cost_rows WHERE n = :n);
