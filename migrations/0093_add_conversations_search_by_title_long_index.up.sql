-- no-transaction
-- The places of the others by title: few, whose rows are read.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_search_by_title_long
    ON conversations (left(title, 80) COLLATE "C", id)
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320;
