-- no-transaction
-- What a search sorted by title looks at, with everything that a filter on tier, status, quality, creation and words asks:
-- titles with a word in them lie together, so it passes thousands of others, which it leaves out without reading their rows.
-- The title is there besides its beginning because Postgres reads from an index alone only what has its columns whole.
-- An entry of an index has 2,704 bytes at most. Texts of 320 bytes take under 2,400: hyphenated words, each kept whole and in
-- parts, make up to 5.2 times their length of words.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_search_by_title
    ON conversations (left(title, 80) COLLATE "C", id)
    INCLUDE (title, tier, status, quality_score, created_at, search_vector)
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320;
