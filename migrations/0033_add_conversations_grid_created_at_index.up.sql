-- no-transaction
-- A page over several statuses or tiers is read as one short range of this index for each pair of tier and status, merged
-- (docs/decisions/005): the other order, status behind the sort key, would read every row that the filter leaves out.
-- Pages under a status or a tier, by creation.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_created_at ON conversations (tier, status, created_at, id);
