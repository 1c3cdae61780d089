-- quality range: GET /api/conversations?quality_min=8&quality_max=9
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: scan, bounded
-- created_at asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE walked
                      ->  Limit
                            ->  Subquery Scan on near
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
                    CTE short
                      ->  Result
                            InitPlan 3 (returns $2)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 4 (returns $3)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations conversations_1
                    CTE found
                      ->  Result
                            One-Time Filter: $5
                            InitPlan 6 (returns $5)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $7)
                                      InitPlan 8 (returns $7)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- created_at desc, deep page: scan, bounded
-- created_at asc, deep page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((created_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((created_at, id) < ($5::text::timestamptz, $6::text::uuid))
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((created_at, id) < ($9::text::timestamptz, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
                                              Index Cond: (ROW(created_at, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations conversations_1
                                          Index Cond: (ROW(created_at, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00) AND (ROW(created_at, id) < (cursor)))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- created_at desc, last page: scan, bounded
-- created_at asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT created_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((created_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY created_at DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((created_at, id) < ($5::text::timestamptz, $6::text::uuid))
    ORDER BY created_at DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT created_at AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((created_at, id) < ($9::text::timestamptz, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_created_at on conversations
                                              Index Cond: (ROW(created_at, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_created_at on conversations conversations_1
                                          Index Cond: (ROW(created_at, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Bitmap Heap Scan on conversations conversations_2
                                  Recheck Cond: ((ROW(created_at, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
                                  ->  BitmapAnd
                                        ->  Bitmap Index Scan on idx_conversations_scan_created_at
                                              Index Cond: (ROW(created_at, id) < (cursor))
                                        ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                              Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- updated_at desc, first page: scan, bounded
-- updated_at asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE walked
                      ->  Limit
                            ->  Subquery Scan on near
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
                    CTE short
                      ->  Result
                            InitPlan 3 (returns $2)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 4 (returns $3)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations conversations_1
                    CTE found
                      ->  Result
                            One-Time Filter: $5
                            InitPlan 6 (returns $5)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $7)
                                      InitPlan 8 (returns $7)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- updated_at desc, deep page: scan, bounded
-- updated_at asc, deep page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((updated_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((updated_at, id) < ($5::text::timestamptz, $6::text::uuid))
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((updated_at, id) < ($9::text::timestamptz, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
                                              Index Cond: (ROW(updated_at, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations conversations_1
                                          Index Cond: (ROW(updated_at, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00) AND (ROW(updated_at, id) < (cursor)))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- updated_at desc, last page: scan, bounded
-- updated_at asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT updated_at AS key, conversations.* FROM conversations
    WHERE true
      AND ((updated_at, id) < ($1::text::timestamptz, $2::text::uuid))
    ORDER BY updated_at DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((updated_at, id) < ($5::text::timestamptz, $6::text::uuid))
    ORDER BY updated_at DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT updated_at AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((updated_at, id) < ($9::text::timestamptz, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_updated_at on conversations
                                              Index Cond: (ROW(updated_at, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_updated_at on conversations conversations_1
                                          Index Cond: (ROW(updated_at, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Bitmap Heap Scan on conversations conversations_2
                                  Recheck Cond: ((ROW(updated_at, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
                                  ->  BitmapAnd
                                        ->  Bitmap Index Scan on idx_conversations_scan_updated_at
                                              Index Cond: (ROW(updated_at, id) < (cursor))
                                        ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                              Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
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

-- title desc, first page: scan, bounded
-- title asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE walked
                      ->  Limit
                            ->  Subquery Scan on near
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_title on conversations
                    CTE short
                      ->  Result
                            InitPlan 3 (returns $2)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 4 (returns $3)
                              ->  Limit
                                    ->  Index Scan Backward using idx_conversations_scan_title on conversations conversations_1
                    CTE found
                      ->  Result
                            One-Time Filter: $5
                            InitPlan 6 (returns $5)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key COLLATE "C" DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $7)
                                      InitPlan 8 (returns $7)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- title desc, deep page: scan, bounded
-- title asc, deep page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($5::text, $6::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((left(title, 80) COLLATE "C", id) < ($9::text, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_title on conversations
                                              Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Scan Backward using idx_conversations_scan_title on conversations conversations_1
                                          Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
                    ->  Sort
                          Sort Key: walked.key COLLATE "C" DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- title desc, last page: scan, bounded
-- title asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT left(title, 80) COLLATE "C" AS key, conversations.* FROM conversations
    WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($1::text, $2::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((left(title, 80) COLLATE "C", id) < ($5::text, $6::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((left(title, 80) COLLATE "C", id) < ($9::text, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_title on conversations
                                              Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Scan Backward using idx_conversations_scan_title on conversations conversations_1
                                          Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Bitmap Heap Scan on conversations conversations_2
                                  Recheck Cond: ((ROW(("left"(title, 80))::text, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
                                  ->  BitmapAnd
                                        ->  Bitmap Index Scan on idx_conversations_scan_title
                                              Index Cond: (ROW(("left"(title, 80))::text, id) < (cursor))
                                        ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                              Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key COLLATE "C" DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- total_turns desc, first page: scan, bounded
-- total_turns asc, first page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND quality_step >= 160
  AND quality_step <= 180), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $1::text::numeric
  AND quality_score <= $2::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                Filter: ((quality_step >= 160) AND (quality_step <= 180))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE walked
                      ->  Limit
                            ->  Subquery Scan on near
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                    CTE short
                      ->  Result
                            InitPlan 3 (returns $2)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 4 (returns $3)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations conversations_1
                    CTE found
                      ->  Result
                            One-Time Filter: $5
                            InitPlan 6 (returns $5)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $7)
                                      InitPlan 8 (returns $7)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- total_turns desc, deep page: scan, bounded
-- total_turns asc, deep page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
      AND ((total_turns, id) < ($1::int8, $2::text::uuid))
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((total_turns, id) < ($5::int8, $6::text::uuid))
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((total_turns, id) < ($9::int8, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                                              Index Cond: (ROW(total_turns, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations conversations_1
                                          Index Cond: (ROW(total_turns, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Seq Scan on conversations conversations_2
                                  Filter: ((quality_score >= 8.00) AND (quality_score <= 9.00) AND (ROW(total_turns, id) < (cursor)))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/

-- total_turns desc, last page: scan, bounded
-- total_turns asc, last page: scan, bounded
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    WITH walked AS MATERIALIZED (
    SELECT key, id FROM (
    SELECT total_turns AS key, conversations.* FROM conversations
    WHERE true
      AND ((total_turns, id) < ($1::int8, $2::text::uuid))
    ORDER BY total_turns DESC, id DESC
    LIMIT :bound
    ) AS near WHERE true
  AND quality_score >= $3::text::numeric
  AND quality_score <= $4::text::numeric
    LIMIT 26
    ), short AS MATERIALIZED (
    SELECT (SELECT count(*) FROM walked) < 26 AND EXISTS (SELECT FROM conversations WHERE true
      AND ((total_turns, id) < ($5::int8, $6::text::uuid))
    ORDER BY total_turns DESC, id DESC
    OFFSET :bound) AS needed
    ), found AS MATERIALIZED (
    SELECT total_turns AS key, id FROM conversations
    WHERE (SELECT needed FROM short)
  AND quality_score >= $7::text::numeric
  AND quality_score <= $8::text::numeric
      AND ((total_turns, id) < ($9::int8, $10::text::uuid))
    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places
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
                                  Filter: ((near.quality_score >= 8.00) AND (near.quality_score <= 9.00))
                                  ->  Limit
                                        ->  Index Scan Backward using idx_conversations_scan_total_turns on conversations
                                              Index Cond: (ROW(total_turns, id) < (cursor))
                    CTE short
                      ->  Result
                            InitPlan 2 (returns $1)
                              ->  Aggregate
                                    ->  CTE Scan on walked walked_1
                            InitPlan 3 (returns $2)
                              ->  Limit
                                    ->  Index Only Scan Backward using idx_conversations_scan_total_turns on conversations conversations_1
                                          Index Cond: (ROW(total_turns, id) < (cursor))
                    CTE found
                      ->  Result
                            One-Time Filter: $4
                            InitPlan 5 (returns $4)
                              ->  CTE Scan on short
                            ->  Bitmap Heap Scan on conversations conversations_2
                                  Recheck Cond: ((ROW(total_turns, id) < (cursor)) AND (quality_score >= 8.00) AND (quality_score <= 9.00))
                                  ->  BitmapAnd
                                        ->  Bitmap Index Scan on idx_conversations_scan_total_turns
                                              Index Cond: (ROW(total_turns, id) < (cursor))
                                        ->  Bitmap Index Scan on idx_conversations_scan_quality_score
                                              Index Cond: ((quality_score >= 8.00) AND (quality_score <= 9.00))
                    ->  Sort
                          Sort Key: walked.key DESC, walked.id DESC
                          ->  Append
                                ->  Result
                                      One-Time Filter: (NOT $6)
                                      InitPlan 7 (returns $6)
                                        ->  CTE Scan on short short_1
                                      ->  CTE Scan on walked
                                ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = walked.id)
*/
