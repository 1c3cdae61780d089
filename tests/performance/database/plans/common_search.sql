-- common search: GET /api/conversations?search=planning
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: (search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $3::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $5::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
                                Index Cond: (ROW(created_at, id) < (cursor))
*/

-- created_at desc, deep page, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: ((search_vector @@ '''plan'''::tsquery) AND (ROW(created_at, id) < (cursor)))
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                            Recheck Cond: ((ROW(created_at, id) < (cursor)) AND (search_vector @@ '''plan'''::tsquery))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                        Index Cond: (ROW(created_at, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_search
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: (search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $3::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $5::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
                                Index Cond: (ROW(updated_at, id) < (cursor))
*/

-- updated_at desc, deep page, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: ((search_vector @@ '''plan'''::tsquery) AND (ROW(updated_at, id) < (cursor)))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                            Recheck Cond: ((ROW(updated_at, id) < (cursor)) AND (search_vector @@ '''plan'''::tsquery))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_updated_at
                                        Index Cond: (ROW(updated_at, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_search
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: ((quality_score IS NOT NULL) AND (search_vector @@ '''plan'''::tsquery))
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                            Recheck Cond: ((quality_score IS NULL) AND (search_vector @@ '''plan'''::tsquery))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                        Index Cond: (quality_score IS NULL)
                                  ->  Bitmap Index Scan on idx_conversations_search
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $3::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $5::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: ((quality_score IS NOT NULL) AND (search_vector @@ '''plan'''::tsquery) AND (ROW(quality_score, id) < (cursor)))
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
  AND search_vector @@ websearch_to_tsquery('english', $2::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $3::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                            Recheck Cond: ((quality_score IS NULL) AND (id < (cursor)) AND (search_vector @@ '''plan'''::tsquery))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                        Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
                                  ->  Bitmap Index Scan on idx_conversations_search
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, first page, beyond ASCII: scan, bounded
-- title asc, first page, beyond ASCII: scan, bounded
-- title asc, deep page, beyond ASCII: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    ORDER BY key DESC, id DESC
    LIMIT 500
    ) AS near WHERE true
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
    ), found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE NOT EXISTS (SELECT FROM walked)
  AND search_vector @@ websearch_to_tsquery('english', $2::text)
      AND left(title, 80) COLLATE "C" >= '¡'
    ) SELECT key, id FROM (SELECT key, id FROM walked UNION ALL SELECT key, id FROM found) AS places
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
                    CTE walked
                      ->  Limit
                            ->  Subquery Scan on near
                                  Filter: (near.search_vector @@ '''plan'''::tsquery)
                                  ->  Limit
                                        ->  Merge Append
                                              Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                                              ->  Limit
                                                    ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                                          Index Cond: (("left"(title, 80)) >= '¡'::text)
                                              ->  Limit
                                                    ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                                          Index Cond: (("left"(title, 80))::text >= '¡'::text)
                    CTE found
                      ->  Result
                            One-Time Filter: (NOT $1)
                            InitPlan 2 (returns $1)
                              ->  CTE Scan on walked walked_1
                            ->  Bitmap Heap Scan on conversations conversations_2
                                  Recheck Cond: ((search_vector @@ '''plan'''::tsquery) AND (("left"(title, 80))::text >= '¡'::text))
                                  ->  Bitmap Index Scan on idx_conversations_search_beyond_ascii
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: walked.key COLLATE "C" DESC, walked.id DESC
                          ->  Append
                                ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- title desc, first page, beyond ASCII, the end or not: scan, bounded
-- title asc, first page, beyond ASCII, the end or not: scan, bounded
-- title asc, deep page, beyond ASCII, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    ORDER BY key DESC, id DESC
    OFFSET 500) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                            Index Cond: (("left"(title, 80)) >= '¡'::text)
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                            Index Cond: (("left"(title, 80))::text >= '¡'::text)
*/

-- title desc, first page, beyond ASCII, again with the end or not: scan, bounded
-- title asc, first page, beyond ASCII, again with the end or not: scan, bounded
-- title asc, deep page, beyond ASCII, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    ORDER BY key DESC, id DESC
    OFFSET 500) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    ORDER BY key DESC, id DESC
    LIMIT 500
    ) AS near WHERE true
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
    ), found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE NOT EXISTS (SELECT FROM walked)
  AND search_vector @@ websearch_to_tsquery('english', $2::text)
      AND left(title, 80) COLLATE "C" >= '¡'
    ) SELECT key, id FROM (SELECT key, id FROM walked UNION ALL SELECT key, id FROM found) AS places
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                            Index Cond: (("left"(title, 80)) >= '¡'::text)
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                            Index Cond: (("left"(title, 80))::text >= '¡'::text)
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE walked
                      ->  Limit
                            ->  Subquery Scan on near
                                  Filter: (near.search_vector @@ '''plan'''::tsquery)
                                  ->  Limit
                                        ->  Merge Append
                                              Sort Key: ((("left"(conversations_2.title, 80)))::text) COLLATE "C" DESC, conversations_2.id DESC
                                              ->  Limit
                                                    ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations conversations_2
                                                          Index Cond: (("left"(title, 80)) >= '¡'::text)
                                              ->  Limit
                                                    ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_3
                                                          Index Cond: (("left"(title, 80))::text >= '¡'::text)
                    CTE found
                      ->  Result
                            One-Time Filter: (NOT $2)
                            InitPlan 3 (returns $2)
                              ->  CTE Scan on walked walked_1
                            ->  Bitmap Heap Scan on conversations conversations_4
                                  Recheck Cond: ((search_vector @@ '''plan'''::tsquery) AND (("left"(title, 80))::text >= '¡'::text))
                                  ->  Bitmap Index Scan on idx_conversations_search_beyond_ascii
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: walked.key COLLATE "C" DESC, walked.id DESC
                          ->  Append
                                ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- title desc, first page, beyond ASCII, the rest: scan, bounded
-- title asc, first page, beyond ASCII, the rest: scan, bounded
-- title asc, deep page, beyond ASCII, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
      AND left(title, 80) COLLATE "C" >= '¡'
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
                            Recheck Cond: ((search_vector @@ '''plan'''::tsquery) AND (("left"(title, 80))::text >= '¡'::text))
                            ->  Bitmap Index Scan on idx_conversations_search_beyond_ascii
                                  Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, first page, ASCII: scan, bounded
-- title desc, deep page, ASCII: scan, bounded
-- title asc, first page, ASCII: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
  AND search_vector @@ websearch_to_tsquery('english', $2::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
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
                    ->  Merge Append
                          Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                          ->  Limit
                                ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                      Index Cond: (("left"(title, 80)) < '¡'::text)
                                      Filter: (search_vector @@ '''plan'''::tsquery)
                          ->  Limit
                                ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                      Index Cond: (("left"(title, 80))::text < '¡'::text)
                                      Filter: (search_vector @@ '''plan'''::tsquery)
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- title desc, first page, ASCII, the end or not: scan, bounded
-- title desc, deep page, ASCII, the end or not: scan, bounded
-- title asc, first page, ASCII, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    ORDER BY key DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                            Index Cond: (("left"(title, 80)) < '¡'::text)
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                            Index Cond: (("left"(title, 80))::text < '¡'::text)
*/

-- title desc, first page, ASCII, again with the end or not: scan, bounded
-- title desc, deep page, ASCII, again with the end or not: scan, bounded
-- title asc, first page, ASCII, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    ORDER BY key DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
  AND search_vector @@ websearch_to_tsquery('english', $2::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations_2.title, 80)))::text) COLLATE "C" DESC, conversations_2.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations conversations_2
                            Index Cond: (("left"(title, 80)) < '¡'::text)
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_3
                            Index Cond: (("left"(title, 80))::text < '¡'::text)
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Merge Append
                          Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                          ->  Limit
                                ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                      Index Cond: (("left"(title, 80)) < '¡'::text)
                                      Filter: (search_vector @@ '''plan'''::tsquery)
                          ->  Limit
                                ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                      Index Cond: (("left"(title, 80))::text < '¡'::text)
                                      Filter: (search_vector @@ '''plan'''::tsquery)
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- title desc, first page, ASCII, the rest: scan, bounded
-- title desc, deep page, ASCII, the rest: scan, bounded
-- title asc, first page, ASCII, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
      AND left(title, 80) COLLATE "C" < '¡'
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
                      ->  Seq Scan on conversations
                            Filter: ((search_vector @@ '''plan'''::tsquery) AND (("left"(title, 80))::text < '¡'::text))
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, deep page, beyond ASCII: scan, bounded
-- title asc, last page, beyond ASCII: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT key, id FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($3::text, $4::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    ORDER BY key DESC, id DESC
    LIMIT 500
    ) AS near WHERE true
  AND search_vector @@ websearch_to_tsquery('english', $5::text)
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
                    ->  Subquery Scan on near
                          Filter: (near.search_vector @@ '''plan'''::tsquery)
                          ->  Limit
                                ->  Merge Append
                                      Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                                      ->  Limit
                                            ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                                  Index Cond: ((("left"(title, 80)) >= '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                                      ->  Limit
                                            ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                                  Index Cond: ((("left"(title, 80))::text >= '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = near.id)
*/

-- title desc, deep page, beyond ASCII, the end or not: scan, bounded
-- title asc, last page, beyond ASCII, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($2::text, $3::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($4::text, $5::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    ORDER BY key DESC, id DESC
    OFFSET 500) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                            Index Cond: ((("left"(title, 80)) >= '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                            Index Cond: ((("left"(title, 80))::text >= '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
*/

-- title desc, deep page, beyond ASCII, again with the end or not: scan, bounded
-- title asc, last page, beyond ASCII, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($3::text, $4::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500 + 1)
    ORDER BY key DESC, id DESC
    OFFSET 500) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT key, id FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($5::text, $6::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($7::text, $8::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 500)
    ORDER BY key DESC, id DESC
    LIMIT 500
    ) AS near WHERE true
  AND search_vector @@ websearch_to_tsquery('english', $9::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations_2.title, 80)))::text) COLLATE "C" DESC, conversations_2.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations conversations_2
                            Index Cond: ((("left"(title, 80)) >= '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_3
                            Index Cond: ((("left"(title, 80))::text >= '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Subquery Scan on near
                          Filter: (near.search_vector @@ '''plan'''::tsquery)
                          ->  Limit
                                ->  Merge Append
                                      Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                                      ->  Limit
                                            ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                                  Index Cond: ((("left"(title, 80)) >= '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                                      ->  Limit
                                            ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                                  Index Cond: ((("left"(title, 80))::text >= '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = near.id)
*/

-- title desc, deep page, beyond ASCII, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
      AND left(title, 80) COLLATE "C" >= '¡'
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
                            Recheck Cond: ((search_vector @@ '''plan'''::tsquery) AND (("left"(title, 80))::text >= '¡'::text))
                            Filter: (ROW(("left"(title, 80))::text, id) < (cursor))
                            ->  Bitmap Index Scan on idx_conversations_search_beyond_ascii
                                  Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, last page, ASCII: scan, bounded
-- title asc, deep page, ASCII: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
  AND search_vector @@ websearch_to_tsquery('english', $3::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($4::text, $5::text::uuid))
  AND search_vector @@ websearch_to_tsquery('english', $6::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
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
                    ->  Merge Append
                          Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                          ->  Limit
                                ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                      Index Cond: ((("left"(title, 80)) < '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                                      Filter: (search_vector @@ '''plan'''::tsquery)
                          ->  Limit
                                ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                      Index Cond: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
                                      Filter: (search_vector @@ '''plan'''::tsquery)
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- title desc, last page, ASCII, the end or not: scan, bounded
-- title asc, deep page, ASCII, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text <> $1::text THEN 'elsewhen' WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($2::text, $3::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($4::text, $5::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    ORDER BY key DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                            Index Cond: ((("left"(title, 80)) < '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                            Index Cond: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
*/

-- title desc, last page, ASCII, again with the end or not: scan, bounded
-- title asc, deep page, ASCII, again with the end or not: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || CASE WHEN EXISTS (
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id, tier, status, quality_score, created_at, search_vector FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($3::text, $4::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound + 1)
    ORDER BY key DESC, id DESC
    OFFSET :bound) THEN '' ELSE 'yes' END, NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($5::text, $6::text::uuid))
  AND search_vector @@ websearch_to_tsquery('english', $7::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
    UNION ALL
    (SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) > 320
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) < ($8::text, $9::text::uuid))
  AND search_vector @@ websearch_to_tsquery('english', $10::text)
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26)
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Merge Append
                Sort Key: ((("left"(conversations_2.title, 80)))::text) COLLATE "C" DESC, conversations_2.id DESC
                ->  Limit
                      ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations conversations_2
                            Index Cond: ((("left"(title, 80)) < '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                ->  Limit
                      ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_3
                            Index Cond: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Merge Append
                          Sort Key: ((("left"(conversations.title, 80)))::text) COLLATE "C" DESC, conversations.id DESC
                          ->  Limit
                                ->  Index Only Scan Backward using idx_conversations_search_by_title on conversations
                                      Index Cond: ((("left"(title, 80)) < '¡'::text) AND (ROW(("left"(title, 80)), id) < (cursor)))
                                      Filter: (search_vector @@ '''plan'''::tsquery)
                          ->  Limit
                                ->  Index Scan Backward using idx_conversations_search_by_title_long on conversations conversations_1
                                      Index Cond: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
                                      Filter: (search_vector @@ '''plan'''::tsquery)
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- title desc, last page, ASCII, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
      AND left(title, 80) COLLATE "C" < '¡'
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
                            Recheck Cond: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)) AND (search_vector @@ '''plan'''::tsquery))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_title
                                        Index Cond: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
                                  ->  Bitmap Index Scan on idx_conversations_search
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title asc, deep page, ASCII, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
      AND left(title, 80) COLLATE "C" < '¡'
      AND ((left(title, 80) COLLATE "C", id) > ($2::text, $3::text::uuid))
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
                            Recheck Cond: (search_vector @@ '''plan'''::tsquery)
                            Filter: ((("left"(title, 80))::text < '¡'::text) AND (ROW(("left"(title, 80))::text, id) > (cursor)))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key COLLATE "C", found.id
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title asc, last page, beyond ASCII, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
      AND left(title, 80) COLLATE "C" >= '¡'
      AND ((left(title, 80) COLLATE "C", id) > ($2::text, $3::text::uuid))
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
                      ->  Index Scan using idx_conversations_scan_title on conversations
                            Index Cond: ((("left"(title, 80))::text >= '¡'::text) AND (ROW(("left"(title, 80))::text, id) > (cursor)))
                            Filter: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key COLLATE "C", found.id
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: (search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $3::text)
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
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
  AND search_vector @@ websearch_to_tsquery('english', $5::text)
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
                    Filter: (c.search_vector @@ '''plan'''::tsquery)
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                                Index Cond: (ROW(total_turns, id) < (cursor))
*/

-- total_turns desc, deep page, the rest: scan, bounded
-- total_turns asc, deep page, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                      ->  Seq Scan on conversations
                            Filter: ((search_vector @@ '''plan'''::tsquery) AND (ROW(total_turns, id) < (cursor)))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, last page, the rest: scan, bounded
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
  AND search_vector @@ websearch_to_tsquery('english', $1::text)
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
                            Recheck Cond: ((ROW(total_turns, id) < (cursor)) AND (search_vector @@ '''plan'''::tsquery))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_total_turns
                                        Index Cond: (ROW(total_turns, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_search
                                        Index Cond: (search_vector @@ '''plan'''::tsquery)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/
