-- no-transaction
-- Knows the tier, status and quality of what it lists, so that what they leave out is not fetched
-- (docs/decisions/015).
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_day_updated_at_wider
    ON conversations (((created_at AT TIME ZONE 'UTC')::date), updated_at, id) INCLUDE (created_at, tier, status, quality_score);
