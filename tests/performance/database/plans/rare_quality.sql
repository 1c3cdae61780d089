-- rare quality: GET /api/conversations?quality_min=9.9
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: collect
-- created_at asc, first page: collect
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 198), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE true
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: (quality_step >= 198)
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Index Only Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- created_at desc, deep page: collect
-- created_at desc, last page: collect
-- created_at asc, deep page: collect
-- created_at asc, last page: collect
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
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($2::text::timestamptz, $3::text::uuid))
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
                      ->  Index Only Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- updated_at desc, first page: collect
-- updated_at asc, first page: collect
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 198), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE true
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: (quality_step >= 198)
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Index Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- updated_at desc, deep page: collect
-- updated_at desc, last page: collect
-- updated_at asc, deep page: collect
-- updated_at asc, last page: collect
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
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($2::text::timestamptz, $3::text::uuid))
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
                      ->  Index Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, first page, scored: scan
-- quality_score asc, first page, scored: scan
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 198), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations AS c
    WHERE true
      AND quality_score IS NOT NULL
  AND quality_score >= $1::text::numeric
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: (quality_step >= 198)
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NOT NULL) AND (quality_score >= 9.90))
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
      AND ((quality_score, id) < ($2::text::numeric, $3::text::uuid))
    ORDER BY quality_score DESC, id DESC
    LIMIT 26
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Limit
              ->  Index Scan Backward using idx_conversations_scan_quality_score on conversations c
                    Index Cond: ((quality_score IS NOT NULL) AND (quality_score >= 9.90) AND (ROW(quality_score, id) < (cursor)))
*/

-- title desc, first page: collect
-- title asc, first page: collect
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 198), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE true
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: (quality_step >= 198)
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Index Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, deep page: collect
-- title desc, last page: collect
-- title asc, deep page: collect
-- title asc, last page: collect
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
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($2::text, $3::text::uuid))
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
                      ->  Index Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, first page: collect
-- total_turns asc, first page: collect
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 198), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE true
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
    ORDER BY key DESC, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC, place.id DESC
) AS page;
/*
Aggregate
  InitPlan 1 (returns $0)
    ->  Aggregate
          ->  Seq Scan on conversation_quality_counts
                Filter: (quality_step >= 198)
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Index Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, deep page: collect
-- total_turns desc, last page: collect
-- total_turns asc, deep page: collect
-- total_turns asc, last page: collect
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
  AND quality_score >= $1::text::numeric
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($2::int8, $3::text::uuid))
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
                      ->  Index Scan using idx_conversations_scan_quality_score on conversations
                            Index Cond: (quality_score >= 9.90)
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/
