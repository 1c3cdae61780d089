-- no-transaction
-- Words in titles that begin beyond ASCII, for searches by title: those titles lie in one clump of the order, and a scan for
-- an English word would read all of it (docs/decisions/005). The first of them is the one that
-- components/shared/store/src/conversations/page.rs names.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_search_beyond_ascii
    ON conversations USING GIN (search_vector) WHERE left(title, 80) COLLATE "C" >= '¡';
