-- quality range: GET /api/conversations?quality_min=8&quality_max=9
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: scan
-- created_at asc, first page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    ORDER BY created_at DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_created_at on conversations c
                    Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
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
      AND ((created_at, id) < ($1::text::timestamptz, $2::text::uuid))
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ORDER BY created_at DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_created_at on conversations c
                    Index Cond: ((ROW(created_at, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
*/

-- updated_at desc, first page: scan
-- updated_at asc, first page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    ORDER BY updated_at DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations c
                    Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
*/

-- updated_at desc, deep page: scan
-- updated_at desc, last page: scan
-- updated_at asc, deep page: scan
-- updated_at asc, last page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND ((updated_at, id) < ($1::text::timestamptz, $2::text::uuid))
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ORDER BY updated_at DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations c
                    Index Cond: ((ROW(updated_at, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
*/

-- quality_score desc, first page, scored: scan
-- quality_score asc, first page, scored: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND quality_score IS NOT NULL
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NOT NULL) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
*/

-- quality_score desc, deep page, scored: scan
-- quality_score desc, last page, scored: scan
-- quality_score asc, deep page, scored: scan
-- quality_score asc, last page, scored: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND quality_score IS NOT NULL
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
      AND ((quality_score, id) < ($3::text::numeric, $4::text::uuid))
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NOT NULL) AND (quality_score >= 8.00) AND (quality_score <= 9.00) AND (ROW(quality_score, id) < (cursor)))
*/

-- title desc, first page: scan
-- title asc, first page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_title on conversations c
                    Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
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
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_title on conversations c
                    Index Cond: ((ROW(("left"(title, 80))::text, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
*/

-- total_turns desc, first page: scan
-- total_turns asc, first page: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    ORDER BY total_turns DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations c
                    Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
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
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ORDER BY total_turns DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations c
                    Index Cond: ((ROW(total_turns, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
*/
