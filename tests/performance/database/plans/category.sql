-- category: GET /api/conversations?category=tax
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: scan, bounded
-- created_at asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
*/

-- created_at desc, first page, the end or not: scan, bounded
-- created_at asc, first page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations
*/

-- created_at desc, first page, again with the end or not: scan, bounded
-- created_at asc, first page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations conversations_1
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
*/

-- created_at desc, first page, the rest: scan, bounded
-- created_at asc, first page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- created_at desc, deep page: scan, bounded
-- created_at desc, last page: scan, bounded
-- created_at asc, deep page: scan, bounded
-- created_at asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((created_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $3::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
                                Index Cond: (ROW(created_at, id) < (cursor))
*/

-- created_at desc, deep page, the end or not: scan, bounded
-- created_at desc, last page, the end or not: scan, bounded
-- created_at asc, deep page, the end or not: scan, bounded
-- created_at asc, last page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((created_at, id) < ($2::text::timestamptz, $3::text::uuid))
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations
                Index Cond: (ROW(created_at, id) < (cursor))
*/

-- created_at desc, deep page, again with the end or not: scan, bounded
-- created_at desc, last page, again with the end or not: scan, bounded
-- created_at asc, deep page, again with the end or not: scan, bounded
-- created_at asc, last page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((created_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((created_at, id) < ($3::text::timestamptz, $4::text::uuid))
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $5::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations conversations_1
                Index Cond: (ROW(created_at, id) < (cursor))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
                                Index Cond: (ROW(created_at, id) < (cursor))
*/

-- created_at desc, deep page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((created_at, id) < ($2::text::timestamptz, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((category && '{tax}'::text[]) AND (ROW(created_at, id) < (cursor)))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                                  ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                        Index Cond: (ROW(created_at, id) < (cursor))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- created_at desc, last page, the rest: scan, bounded
-- created_at asc, last page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((created_at, id) < ($2::text::timestamptz, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((category && '{tax}'::text[]) AND (ROW(created_at, id) < (cursor)))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                                  ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                        Index Cond: (ROW(created_at, id) < (cursor))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- created_at asc, deep page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((created_at, id) > ($2::text::timestamptz, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key ASC, id ASC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key ASC, place.id ASC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            Filter: (ROW(created_at, id) > (cursor))
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key, found.id
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- updated_at desc, first page: scan, bounded
-- updated_at asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
*/

-- updated_at desc, first page, the end or not: scan, bounded
-- updated_at asc, first page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations
*/

-- updated_at desc, first page, again with the end or not: scan, bounded
-- updated_at asc, first page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations conversations_1
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
*/

-- updated_at desc, first page, the rest: scan, bounded
-- updated_at asc, first page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- updated_at desc, deep page: scan, bounded
-- updated_at desc, last page: scan, bounded
-- updated_at asc, deep page: scan, bounded
-- updated_at asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((updated_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $3::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
                                Index Cond: (ROW(updated_at, id) < (cursor))
*/

-- updated_at desc, deep page, the end or not: scan, bounded
-- updated_at desc, last page, the end or not: scan, bounded
-- updated_at asc, deep page, the end or not: scan, bounded
-- updated_at asc, last page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((updated_at, id) < ($2::text::timestamptz, $3::text::uuid))
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations
                Index Cond: (ROW(updated_at, id) < (cursor))
*/

-- updated_at desc, deep page, again with the end or not: scan, bounded
-- updated_at desc, last page, again with the end or not: scan, bounded
-- updated_at asc, deep page, again with the end or not: scan, bounded
-- updated_at asc, last page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((updated_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((updated_at, id) < ($3::text::timestamptz, $4::text::uuid))
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $5::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations conversations_1
                Index Cond: (ROW(updated_at, id) < (cursor))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
                                Index Cond: (ROW(updated_at, id) < (cursor))
*/

-- updated_at desc, deep page, the rest: scan, bounded
-- updated_at desc, last page, the rest: scan, bounded
-- updated_at asc, last page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((updated_at, id) < ($2::text::timestamptz, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((category && '{tax}'::text[]) AND (ROW(updated_at, id) < (cursor)))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                                  ->  Bitmap Index Scan on idx_conversations_scan_updated_at
                                        Index Cond: (ROW(updated_at, id) < (cursor))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- updated_at asc, deep page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((updated_at, id) > ($2::text::timestamptz, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key ASC, id ASC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key ASC, place.id ASC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            Filter: (ROW(updated_at, id) > (cursor))
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key, found.id
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, first page, scored: scan, bounded
-- quality_score asc, first page, scored: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: (quality_score IS NOT NULL)
*/

-- quality_score desc, first page, scored, the end or not: scan, bounded
-- quality_score asc, first page, scored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
                Index Cond: (quality_score IS NOT NULL)
*/

-- quality_score desc, first page, scored, again with the end or not: scan, bounded
-- quality_score asc, first page, scored, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations conversations_1
                Index Cond: (quality_score IS NOT NULL)
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: (quality_score IS NOT NULL)
*/

-- quality_score desc, first page, scored, the rest: scan, bounded
-- quality_score asc, first page, scored, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT quality_score AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND quality_score IS NOT NULL
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            Filter: (quality_score IS NOT NULL)
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, first page, unscored: scan, bounded
-- quality_score desc, deep page, unscored: scan, bounded
-- quality_score asc, first page, unscored: scan, bounded
-- quality_score asc, deep page, unscored: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NULL
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: (quality_score IS NULL)
*/

-- quality_score desc, first page, unscored, the end or not: scan, bounded
-- quality_score desc, deep page, unscored, the end or not: scan, bounded
-- quality_score asc, first page, unscored, the end or not: scan, bounded
-- quality_score asc, deep page, unscored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NULL
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
                Index Cond: (quality_score IS NULL)
*/

-- quality_score desc, first page, unscored, again with the end or not: scan, bounded
-- quality_score desc, deep page, unscored, again with the end or not: scan, bounded
-- quality_score asc, first page, unscored, again with the end or not: scan, bounded
-- quality_score asc, deep page, unscored, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NULL
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NULL
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations conversations_1
                Index Cond: (quality_score IS NULL)
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: (quality_score IS NULL)
*/

-- quality_score desc, first page, unscored, the rest: scan, bounded
-- quality_score desc, deep page, unscored, the rest: scan, bounded
-- quality_score asc, first page, unscored, the rest: scan, bounded
-- quality_score asc, deep page, unscored, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT quality_score AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND quality_score IS NULL
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((category && '{tax}'::text[]) AND (quality_score IS NULL))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                                  ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                        Index Cond: (quality_score IS NULL)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, deep page, scored: scan, bounded
-- quality_score asc, deep page, scored: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($1::text::numeric, $2::text::uuid))
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $3::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
*/

-- quality_score desc, deep page, scored, the end or not: scan, bounded
-- quality_score asc, deep page, scored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($2::text::numeric, $3::text::uuid))
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
                Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
*/

-- quality_score desc, deep page, scored, again with the end or not: scan, bounded
-- quality_score asc, deep page, scored, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($1::text::numeric, $2::text::uuid))
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($3::text::numeric, $4::text::uuid))
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $5::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations conversations_1
                Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
*/

-- quality_score desc, deep page, scored, the rest: scan, bounded
-- quality_score asc, deep page, scored, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT quality_score AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($2::text::numeric, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((category && '{tax}'::text[]) AND (quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                                  ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                        Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, last page, unscored: scan, bounded
-- quality_score asc, last page, unscored: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $1::text::uuid)
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $2::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
*/

-- quality_score desc, last page, unscored, the end or not: scan, bounded
-- quality_score asc, last page, unscored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $2::text::uuid)
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
                Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
*/

-- quality_score desc, last page, unscored, again with the end or not: scan, bounded
-- quality_score asc, last page, unscored, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $1::text::uuid)
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT quality_score AS key, conversations.* FROM conversations
    WHERE true
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $2::text::uuid)
    ORDER BY quality_score DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $3::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations conversations_1
                Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
*/

-- quality_score desc, last page, unscored, the rest: scan, bounded
-- quality_score asc, last page, unscored, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT quality_score AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $2::text::uuid)
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((quality_score IS NULL) AND (id < (cursor)) AND (category && '{tax}'::text[]))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                        Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, first page: scan, bounded
-- title asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_title on conversations
*/

-- title desc, first page, the end or not: scan, bounded
-- title asc, first page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Scan Backward using idx_conversations_scan_title on conversations
*/

-- title desc, first page, again with the end or not: scan, bounded
-- title asc, first page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Scan Backward using idx_conversations_scan_title on conversations conversations_1
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_title on conversations
*/

-- title desc, first page, the rest: scan, bounded
-- title asc, first page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, deep page: scan, bounded
-- title desc, last page: scan, bounded
-- title asc, deep page: scan, bounded
-- title asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $3::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_title on conversations
                                Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
*/

-- title desc, deep page, the end or not: scan, bounded
-- title desc, last page, the end or not: scan, bounded
-- title asc, deep page, the end or not: scan, bounded
-- title asc, last page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($2::text, $3::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Scan Backward using idx_conversations_scan_title on conversations
                Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
*/

-- title desc, deep page, again with the end or not: scan, bounded
-- title desc, last page, again with the end or not: scan, bounded
-- title asc, deep page, again with the end or not: scan, bounded
-- title asc, last page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($3::text, $4::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $5::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Scan Backward using idx_conversations_scan_title on conversations conversations_1
                Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_title on conversations
                                Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
*/

-- title desc, deep page, the rest: scan, bounded
-- title asc, deep page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((left(title, 80) COLLATE "C", id) < ($2::text, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            Filter: (ROW(("left"(title, 80))::text, id) < (cursor))
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, last page, the rest: scan, bounded
-- title asc, last page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((left(title, 80) COLLATE "C", id) < ($2::text, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((ROW(("left"(title, 80))::text, id) < (cursor)) AND (category && '{tax}'::text[]))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_title
                                        Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, first page: scan, bounded
-- total_turns asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
*/

-- total_turns desc, first page, the end or not: scan, bounded
-- total_turns asc, first page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations
*/

-- total_turns desc, first page, again with the end or not: scan, bounded
-- total_turns asc, first page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $1::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations conversations_1
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
*/

-- total_turns desc, first page, the rest: scan, bounded
-- total_turns asc, first page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, deep page: scan, bounded
-- total_turns desc, last page: scan, bounded
-- total_turns asc, deep page: scan, bounded
-- total_turns asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
      AND ((total_turns, id) < ($1::int8, $2::text::uuid))
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $3::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                                Index Cond: (ROW(total_turns, id) < (cursor))
*/

-- total_turns desc, deep page, the end or not: scan, bounded
-- total_turns desc, last page, the end or not: scan, bounded
-- total_turns asc, deep page, the end or not: scan, bounded
-- total_turns asc, last page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((total_turns, id) < ($2::int8, $3::text::uuid))
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations
                Index Cond: (ROW(total_turns, id) < (cursor))
*/

-- total_turns desc, deep page, again with the end or not: scan, bounded
-- total_turns desc, last page, again with the end or not: scan, bounded
-- total_turns asc, deep page, again with the end or not: scan, bounded
-- total_turns asc, last page, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (SELECT FROM conversations
    WHERE true
      AND ((total_turns, id) < ($1::int8, $2::text::uuid))
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
      AND ((total_turns, id) < ($3::int8, $4::text::uuid))
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
  ) AS c WHERE true
  AND category && $5::text[]
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations conversations_1
                Index Cond: (ROW(total_turns, id) < (cursor))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.category && '{tax}'::text[])
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                                Index Cond: (ROW(total_turns, id) < (cursor))
*/

-- total_turns desc, deep page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((total_turns, id) < ($2::int8, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: (category && '{tax}'::text[])
                            Filter: (ROW(total_turns, id) < (cursor))
                            ->  Bitmap Index Scan on idx_conversations_category
                                  Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, last page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((total_turns, id) < ($2::int8, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((ROW(total_turns, id) < (cursor)) AND (category && '{tax}'::text[]))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_total_turns
                                        Index Cond: (ROW(total_turns, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns asc, deep page, the rest: scan, bounded
-- total_turns asc, last page, the rest: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE true
  AND category && $1::text[]
      AND ((total_turns, id) > ($2::int8, $3::text::uuid))
    ) SELECT key, id FROM found
    ORDER BY key ASC, id ASC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key ASC, place.id ASC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((category && '{tax}'::text[]) AND (ROW(total_turns, id) > (cursor)))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_category
                                        Index Cond: (category && '{tax}'::text[])
                                  ->  Bitmap Index Scan on idx_conversations_scan_total_turns
                                        Index Cond: (ROW(total_turns, id) > (cursor))
                    ->  Sort
                          Sort Key: found.key, found.id
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/
