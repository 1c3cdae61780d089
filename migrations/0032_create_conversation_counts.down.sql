-- The counts can be rebuilt at any time: applying the migration again does.
DROP TRIGGER conversations_count_insert ON conversations;
DROP TRIGGER conversations_count_update ON conversations;
DROP TRIGGER conversations_count_delete ON conversations;
DROP TRIGGER conversations_count_truncate ON conversations;
DROP FUNCTION counters_repair();
DROP FUNCTION counters_check();
DROP FUNCTION conversations_count_truncate();
DROP FUNCTION conversations_count_update();
DROP FUNCTION conversations_count_delete();
DROP FUNCTION conversations_count_insert();
DROP FUNCTION counters_fold_sometimes();
DROP FUNCTION counters_fold();
DROP FUNCTION conversation_day(timestamptz);
DROP FUNCTION conversation_quality_step(numeric);
DROP TABLE conversation_day_counts;
DROP TABLE conversation_quality_counts;
