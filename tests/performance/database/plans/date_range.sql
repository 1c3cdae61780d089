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

-- quality_score desc, first page, scored: scan
-- quality_score asc, first page, scored: scan
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
      AND quality_score IS NOT NULL
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY quality_score DESC, id DESC
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
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NOT NULL) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- quality_score desc, first page, unscored: scan
-- quality_score desc, deep page, unscored: scan
-- quality_score asc, first page, unscored: scan
-- quality_score asc, deep page, unscored: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND quality_score IS NULL
  AND created_at >= $1::text::timestamptz
  AND created_at <= $2::text::timestamptz
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NULL) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- quality_score desc, deep page, scored: scan
-- quality_score asc, deep page, scored: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < ($1::text::numeric, $2::text::uuid))
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- quality_score desc, last page, unscored: scan
-- quality_score asc, last page, unscored: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $1::text::uuid)
  AND created_at >= $2::text::timestamptz
  AND created_at <= $3::text::timestamptz
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- title desc, first page: scan
-- title asc, first page: scan
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
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
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
              ->  Index Scan Backward using idx_conversations_scan_title on conversations c
                    Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- title desc, deep page: scan
-- title desc, last page: scan
-- title asc, deep page: scan
-- title asc, last page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_title on conversations c
                    Index Cond: ((ROW(("left"(title, 80))::text, id) < (cursor)) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- total_turns desc, first page: scan
-- total_turns asc, first page: scan
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
    ORDER BY total_turns DESC, id DESC
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
              ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations c
                    Index Cond: ((created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/

-- total_turns desc, deep page: scan
-- total_turns desc, last page: scan
-- total_turns asc, deep page: scan
-- total_turns asc, last page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND ((total_turns, id) < ($1::int8, $2::text::uuid))
  AND created_at >= $3::text::timestamptz
  AND created_at <= $4::text::timestamptz
    ORDER BY total_turns DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations c
                    Index Cond: ((ROW(total_turns, id) < (cursor)) AND (created_at >= ('2026-05-01T00:00:00.000000Z'::cstring)::timestamp with time zone) AND (created_at <= ('2026-05-31T23:59:59.999999Z'::cstring)::timestamp with time zone))
*/
