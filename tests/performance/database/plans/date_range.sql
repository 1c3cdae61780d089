-- date range: GET /api/conversations?start_date=2026-05-01&end_date=2026-05-31
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: scan
-- created_at asc, first page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_day_counts WHERE true
  AND day >= ($1::text::timestamptz AT TIME ZONE 'UTC')::date
  AND day <= ($2::text::timestamptz AT TIME ZONE 'UTC')::date), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY created_at DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Index Only Scan using idx_conversation_day_counts_day on conversation_day_counts
                Index Cond: ((day >= ((('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date) AND (day <= ((('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date))
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_created_at on conversations c
                    Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- created_at desc, deep page: scan
-- created_at desc, last page: scan
-- created_at asc, deep page: scan
-- created_at asc, last page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND ((created_at, id) < ($3::text::timestamptz, $4::text::uuid))
    ORDER BY created_at DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_created_at on conversations c
                    Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone) AND (ROW(created_at, id) < (cursor)))
*/

-- updated_at desc, first page: days
-- updated_at asc, first page: days
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_day_counts WHERE true
  AND day >= ($1::text::timestamptz AT TIME ZONE 'UTC')::date
  AND day <= ($2::text::timestamptz AT TIME ZONE 'UTC')::date), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM generate_series(($3::text::timestamptz AT TIME ZONE 'UTC')::date::timestamp, ($4::text::timestamptz AT TIME ZONE 'UTC')::date::timestamp, interval '1 day') AS series (day) CROSS JOIN LATERAL (
    SELECT updated_at AS key, id FROM conversations
    WHERE (created_at AT TIME ZONE 'UTC')::date = series.day::date
  AND created_at >= $5::text::timestamptz
  AND created_at <= $6::text::timestamptz
    ORDER BY updated_at DESC, id DESC
    LIMIT 26
    ) AS near
    ORDER BY near.key DESC, near.id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Index Only Scan using idx_conversation_day_counts_day on conversation_day_counts
                Index Cond: ((day >= ((('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date) AND (day <= ((('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: conversations.updated_at DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Function Scan on generate_series series
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_day_updated_at on conversations
                                            Index Cond: ((((created_at AT TIME ZONE 'UTC'::text))::date) = (series.day)::date)
                                            Filter: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- updated_at desc, deep page: days
-- updated_at desc, last page: days
-- updated_at asc, deep page: days
-- updated_at asc, last page: days
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM generate_series(($1::text::timestamptz AT TIME ZONE 'UTC')::date::timestamp, ($2::text::timestamptz AT TIME ZONE 'UTC')::date::timestamp, interval '1 day') AS series (day) CROSS JOIN LATERAL (
    SELECT updated_at AS key, id FROM conversations
    WHERE (created_at AT TIME ZONE 'UTC')::date = series.day::date
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
      AND ((updated_at, id) < ($5::text::timestamptz, $6::text::uuid))
    ORDER BY updated_at DESC, id DESC
    LIMIT 26
    ) AS near
    ORDER BY near.key DESC, near.id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: conversations.updated_at DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Function Scan on generate_series series
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_day_updated_at on conversations
                                            Index Cond: (((((created_at AT TIME ZONE 'UTC'::text))::date) = (series.day)::date) AND (ROW(updated_at, id) < (cursor)))
                                            Filter: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- quality_score desc, first page, scored: scan, bounded
-- quality_score asc, first page, scored: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, coalesce((SELECT sum(row_count) FROM conversation_day_counts WHERE true
  AND day >= ($1::text::timestamptz AT TIME ZONE 'UTC')::date
  AND day <= ($2::text::timestamptz AT TIME ZONE 'UTC')::date), 0)::int8
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
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Index Only Scan using idx_conversation_day_counts_day on conversation_day_counts
                Index Cond: ((day >= ((('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date) AND (day <= ((('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: (quality_score IS NOT NULL)
*/

-- quality_score desc, first page, scored, the end or not: scan, bounded
-- quality_score asc, first page, scored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            Filter: (quality_score IS NOT NULL)
                            ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                  Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: (quality_score IS NULL)
*/

-- quality_score desc, first page, unscored, the end or not: scan, bounded
-- quality_score desc, deep page, unscored, the end or not: scan, bounded
-- quality_score asc, first page, unscored, the end or not: scan, bounded
-- quality_score asc, deep page, unscored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NULL
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone) AND (quality_score IS NULL))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                        Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
*/

-- quality_score desc, deep page, scored, the end or not: scan, bounded
-- quality_score asc, deep page, scored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($2::text::numeric, $3::text::uuid))
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($3::text::numeric, $4::text::uuid))
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            Filter: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
                            ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                  Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $2::text::timestamptz
  AND created_at <= $3::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations
                                Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
*/

-- quality_score desc, last page, unscored, the end or not: scan, bounded
-- quality_score asc, last page, unscored, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $2::text::uuid)
    ORDER BY quality_score DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_quality_score on conversations
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $3::text::uuid)
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
                            Recheck Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
                            Filter: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                  Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, first page: scan, bounded
-- title asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, coalesce((SELECT sum(row_count) FROM conversation_day_counts WHERE true
  AND day >= ($1::text::timestamptz AT TIME ZONE 'UTC')::date
  AND day <= ($2::text::timestamptz AT TIME ZONE 'UTC')::date), 0)::int8
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
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Index Only Scan using idx_conversation_day_counts_day on conversation_day_counts
                Index Cond: ((day >= ((('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date) AND (day <= ((('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_title on conversations
*/

-- title desc, first page, the end or not: scan, bounded
-- title asc, first page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                  Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_title on conversations
                                Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
*/

-- title desc, deep page, the end or not: scan, bounded
-- title desc, last page, the end or not: scan, bounded
-- title asc, deep page, the end or not: scan, bounded
-- title asc, last page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($2::text, $3::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND ((left(title, 80) COLLATE "C", id) < ($3::text, $4::text::uuid))
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            Filter: (ROW(("left"(title, 80))::text, id) < (cursor))
                            ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                  Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND ((left(title, 80) COLLATE "C", id) < ($3::text, $4::text::uuid))
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
                            Recheck Cond: ((ROW(("left"(title, 80))::text, id) < (cursor)) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_title
                                        Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                        Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, first page: scan, bounded
-- total_turns asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), '') || E'\n' || pg_current_snapshot()::text, coalesce((SELECT sum(row_count) FROM conversation_day_counts WHERE true
  AND day >= ($1::text::timestamptz AT TIME ZONE 'UTC')::date
  AND day <= ($2::text::timestamptz AT TIME ZONE 'UTC')::date), 0)::int8
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
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Index Only Scan using idx_conversation_day_counts_day on conversation_day_counts
                Index Cond: ((day >= ((('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date) AND (day <= ((('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone AT TIME ZONE 'UTC'::text))::date))
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
*/

-- total_turns desc, first page, the end or not: scan, bounded
-- total_turns asc, first page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                  Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY key DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Subquery Scan on c
                    Filter: ((c.created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (c.created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Limit
                          ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                                Index Cond: (ROW(total_turns, id) < (cursor))
*/

-- total_turns desc, deep page, the end or not: scan, bounded
-- total_turns desc, last page, the end or not: scan, bounded
-- total_turns asc, deep page, the end or not: scan, bounded
-- total_turns asc, last page, the end or not: scan, bounded
SELECT CASE WHEN pg_current_snapshot()::text = $1::text AND NOT EXISTS (SELECT FROM conversations
    WHERE true
      AND ((total_turns, id) < ($2::int8, $3::text::uuid))
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) THEN 'yes' ELSE '' END, NULL::int8;
/*
Result
  InitPlan 1 (returns $0)
    ->  Limit
          ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND ((total_turns, id) < ($3::int8, $4::text::uuid))
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            Filter: (ROW(total_turns, id) < (cursor))
                            ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                  Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND ((total_turns, id) < ($3::int8, $4::text::uuid))
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
                            Recheck Cond: ((ROW(total_turns, id) < (cursor)) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_total_turns
                                        Index Cond: (ROW(total_turns, id) < (cursor))
                                  ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                        Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

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
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
      AND ((total_turns, id) > ($3::int8, $4::text::uuid))
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
                            Recheck Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone) AND (ROW(total_turns, id) > (cursor)))
                            ->  BitmapAnd
                                  ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                        Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
                                  ->  Bitmap Index Scan on idx_conversations_scan_total_turns
                                        Index Cond: (ROW(total_turns, id) > (cursor))
                    ->  Sort
                          Sort Key: found.key, found.id
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/
