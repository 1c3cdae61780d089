-- Every row is deleted once; they are the last of the list, which nothing else changes.
DELETE FROM conversations
WHERE id = (SELECT id FROM write_cost_rows WHERE n = (SELECT nextval('write_cost_deleted')));
