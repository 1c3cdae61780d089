-- tier: GET /api/conversations?tier=template
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: grid
-- created_at asc, first page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND tier = ANY ($1::text[])), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT created_at AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
    ORDER BY created_at DESC, id DESC
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
          ->  Seq Scan on conversation_quality_counts
                Filter: (tier = ANY ('{template}'::text[]))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: conversations.created_at DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_created_at on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- created_at desc, deep page: grid
-- created_at desc, last page: grid
-- created_at asc, deep page: grid
-- created_at asc, last page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft', $1::text::timestamptz), (1, 'template', 'generated', $2::text::timestamptz), (2, 'template', 'pending_review', $3::text::timestamptz), (3, 'template', 'approved', $4::text::timestamptz), (4, 'template', 'rejected', $5::text::timestamptz), (5, 'template', 'needs_revision', $6::text::timestamptz), (6, 'template', 'failed', $7::text::timestamptz), (7, 'template', 'archived', $8::text::timestamptz)) AS pair (number, tier, status, key) CROSS JOIN LATERAL (
    SELECT created_at AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND ((created_at, id) < (pair.key, $9::text::uuid))
    ORDER BY created_at DESC, id DESC
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
                          Sort Key: conversations.created_at DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_created_at on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (ROW(created_at, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- updated_at desc, first page: grid
-- updated_at asc, first page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND tier = ANY ($1::text[])), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT updated_at AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
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
          ->  Seq Scan on conversation_quality_counts
                Filter: (tier = ANY ('{template}'::text[]))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: conversations.updated_at DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_updated_at on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- updated_at desc, deep page: grid
-- updated_at desc, last page: grid
-- updated_at asc, deep page: grid
-- updated_at asc, last page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft', $1::text::timestamptz), (1, 'template', 'generated', $2::text::timestamptz), (2, 'template', 'pending_review', $3::text::timestamptz), (3, 'template', 'approved', $4::text::timestamptz), (4, 'template', 'rejected', $5::text::timestamptz), (5, 'template', 'needs_revision', $6::text::timestamptz), (6, 'template', 'failed', $7::text::timestamptz), (7, 'template', 'archived', $8::text::timestamptz)) AS pair (number, tier, status, key) CROSS JOIN LATERAL (
    SELECT updated_at AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND ((updated_at, id) < (pair.key, $9::text::uuid))
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
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_updated_at on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (ROW(updated_at, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- quality_score desc, first page, scored: grid
-- quality_score asc, first page, scored: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND tier = ANY ($1::text[])), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT quality_score AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND quality_score IS NOT NULL
    ORDER BY quality_score DESC, id DESC
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
          ->  Seq Scan on conversation_quality_counts
                Filter: (tier = ANY ('{template}'::text[]))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: conversations.quality_score DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_quality_score on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (quality_score IS NOT NULL))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- quality_score desc, first page, unscored: grid
-- quality_score desc, deep page, unscored: grid
-- quality_score asc, first page, unscored: grid
-- quality_score asc, deep page, unscored: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT quality_score AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND quality_score IS NULL
    ORDER BY quality_score DESC, id DESC
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
                          Sort Key: conversations.quality_score DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_quality_score on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (quality_score IS NULL))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- quality_score desc, deep page, scored: grid
-- quality_score asc, deep page, scored: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft', $1::text::numeric), (1, 'template', 'generated', $2::text::numeric), (2, 'template', 'pending_review', $3::text::numeric), (3, 'template', 'approved', $4::text::numeric), (4, 'template', 'rejected', $5::text::numeric), (5, 'template', 'needs_revision', $6::text::numeric), (6, 'template', 'failed', $7::text::numeric), (7, 'template', 'archived', $8::text::numeric)) AS pair (number, tier, status, key) CROSS JOIN LATERAL (
    SELECT quality_score AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND quality_score IS NOT NULL
      AND ((quality_score, id) < (pair.key, $9::text::uuid))
    ORDER BY quality_score DESC, id DESC
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
                          Sort Key: conversations.quality_score DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_quality_score on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (quality_score IS NOT NULL) AND (ROW(quality_score, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- quality_score desc, last page, unscored: grid
-- quality_score asc, last page, unscored: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT quality_score AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND quality_score IS NULL
      AND (quality_score IS NULL AND id < $1::text::uuid)
    ORDER BY quality_score DESC, id DESC
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
                          Sort Key: conversations.quality_score DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_quality_score on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (quality_score IS NULL) AND (quality_score IS NULL) AND (id < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- title desc, first page: grid
-- title asc, first page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND tier = ANY ($1::text[])), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
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
          ->  Seq Scan on conversation_quality_counts
                Filter: (tier = ANY ('{template}'::text[]))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: (("left"(conversations.title, 80))::text) COLLATE "C" DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Scan Backward using idx_conversations_grid_title on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- title desc, deep page: grid
-- title desc, last page: grid
-- title asc, deep page: grid
-- title asc, last page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft', $1::text), (1, 'template', 'generated', $2::text), (2, 'template', 'pending_review', $3::text), (3, 'template', 'approved', $4::text), (4, 'template', 'rejected', $5::text), (5, 'template', 'needs_revision', $6::text), (6, 'template', 'failed', $7::text), (7, 'template', 'archived', $8::text)) AS pair (number, tier, status, key) CROSS JOIN LATERAL (
    SELECT left(title, 80) COLLATE "C" AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND ((left(title, 80) COLLATE "C", id) < (pair.key, $9::text::uuid))
    ORDER BY left(title, 80) COLLATE "C" DESC, id DESC
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
                          Sort Key: (("left"(conversations.title, 80))::text) COLLATE "C" DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Scan Backward using idx_conversations_grid_title on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (ROW(("left"(title, 80))::text, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- total_turns desc, first page: grid
-- total_turns asc, first page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true
  AND tier = ANY ($1::text[])), 0)::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft'), (1, 'template', 'generated'), (2, 'template', 'pending_review'), (3, 'template', 'approved'), (4, 'template', 'rejected'), (5, 'template', 'needs_revision'), (6, 'template', 'failed'), (7, 'template', 'archived')) AS pair (number, tier, status) CROSS JOIN LATERAL (
    SELECT total_turns AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
    ORDER BY total_turns DESC, id DESC
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
          ->  Seq Scan on conversation_quality_counts
                Filter: (tier = ANY ('{template}'::text[]))
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    ->  Sort
                          Sort Key: conversations.total_turns DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_total_turns on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/

-- total_turns desc, deep page: grid
-- total_turns desc, last page: grid
-- total_turns asc, deep page: grid
-- total_turns asc, last page: grid
SELECT coalesce(string_agg(row_to_json(page)::text, E'\n'), ''), NULL::int8
FROM (
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM (
    SELECT near.key, near.id FROM (VALUES (0, 'template', 'draft', $1::int8), (1, 'template', 'generated', $2::int8), (2, 'template', 'pending_review', $3::int8), (3, 'template', 'approved', $4::int8), (4, 'template', 'rejected', $5::int8), (5, 'template', 'needs_revision', $6::int8), (6, 'template', 'failed', $7::int8), (7, 'template', 'archived', $8::int8)) AS pair (number, tier, status, key) CROSS JOIN LATERAL (
    SELECT total_turns AS key, id FROM conversations
    WHERE tier = pair.tier AND status = pair.status
      AND ((total_turns, id) < (pair.key, $9::text::uuid))
    ORDER BY total_turns DESC, id DESC
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
                          Sort Key: conversations.total_turns DESC, conversations.id DESC
                          ->  Nested Loop
                                ->  Values Scan on "*VALUES*"
                                ->  Limit
                                      ->  Index Only Scan Backward using idx_conversations_grid_total_turns on conversations
                                            Index Cond: ((tier = "*VALUES*".column2) AND (status = "*VALUES*".column3) AND (ROW(total_turns, id) < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = conversations.id)
*/
