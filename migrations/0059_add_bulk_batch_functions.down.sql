DROP FUNCTION bulk_batch_undo_step(uuid, text, integer);
DROP FUNCTION bulk_batch_step(uuid);
DROP FUNCTION bulk_batch_refusal(text, text, text);
