-- A bulk action on 1,000 conversations.
\set n random(1, :rows - 999)
UPDATE conversations SET status = (conversation_status_moves(status))[1], decided_by = 'write cost', decision_reason = 'other'
WHERE id IN (SELECT id FROM write_cost_rows WHERE n BETWEEN :n AND :n + 999);
