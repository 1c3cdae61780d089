-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_day_updated_at
    ON conversations (((created_at AT TIME ZONE 'UTC')::date), updated_at, id) INCLUDE (created_at);
