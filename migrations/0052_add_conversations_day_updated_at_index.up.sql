-- no-transaction
-- Pages by last change under a range of creation: one short range for each day, merged. The two go together, so the index by
-- last change alone finds nothing of a range of creation until it has passed all that lies between (docs/decisions/005).
-- created_at is included so that the index alone answers; it is what the day is computed from.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_day_updated_at
    ON conversations (((created_at AT TIME ZONE 'UTC')::date), updated_at, id) INCLUDE (created_at);
