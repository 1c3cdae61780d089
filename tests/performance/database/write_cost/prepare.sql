-- Numbers the conversations, so that pgbench can choose one at random, and in an order that is no index's. The last half
-- is kept for being deleted.
CREATE TABLE write_cost_rows (n integer PRIMARY KEY, id uuid NOT NULL);
INSERT INTO write_cost_rows SELECT row_number() OVER (ORDER BY md5(id::text)), id FROM conversations;
SELECT count(*) / 2 AS rows FROM write_cost_rows \gset
CREATE SEQUENCE write_cost_deleted START :rows;
VACUUM (ANALYZE) write_cost_rows;
