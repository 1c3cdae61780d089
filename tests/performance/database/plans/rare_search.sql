-- rare search: GET /api/conversations?search=widow+grieving+sabbatical
-- As PostgreSQL 15 plans it over 1,000,000 demo conversations; ../README.md says how to read this.

-- created_at desc, first page: collect
-- created_at asc, first page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($8::text::timestamptz, $9::text::uuid))
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- updated_at desc, first page: collect
-- updated_at asc, first page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($8::text::timestamptz, $9::text::uuid))
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, first page: collect
-- quality_score asc, first page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
    ORDER BY key DESC NULLS LAST, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC NULLS LAST, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key DESC NULLS LAST, found.id DESC
                          ->  CTE Scan on found
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, deep page: collect
-- quality_score asc, deep page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($8::text::numeric, $9::text::uuid) OR key IS NULL)
    ORDER BY key DESC NULLS LAST, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC NULLS LAST, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key DESC NULLS LAST, found.id DESC
                          ->  CTE Scan on found
                                Filter: ((ROW(key, id) < (cursor)) OR (key IS NULL))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- quality_score desc, last page: collect
-- quality_score asc, last page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
      AND (key IS NULL AND id < $8::text::uuid)
    ORDER BY key DESC NULLS LAST, id DESC
    LIMIT 26
  ) AS place JOIN conversations AS c ON c.id = place.id
    ORDER BY place.key DESC NULLS LAST, place.id DESC
) AS page;
/*
Aggregate
  ->  Subquery Scan on page
        ->  Nested Loop
              ->  Limit
                    CTE found
                      ->  Bitmap Heap Scan on conversations
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key DESC NULLS LAST, found.id DESC
                          ->  CTE Scan on found
                                Filter: ((key IS NULL) AND (id < (cursor)))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- title desc, first page: collect
-- title asc, first page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($8::text, $9::text::uuid))
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key COLLATE "C" DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/

-- total_turns desc, first page: collect
-- total_turns asc, first page: collect
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
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
  AND numnode(websearch_to_tsquery('english', $1::text)) > 0
  AND (numnode(websearch_to_tsquery('english', $2::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $3::text))
  AND (numnode(websearch_to_tsquery('english', $4::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $5::text))
  AND (numnode(websearch_to_tsquery('english', $6::text)) = 0 OR search_vector @@ websearch_to_tsquery('english', $7::text))
    ) SELECT key, id FROM found WHERE true
      AND ((key, id) < ($8::int8, $9::text::uuid))
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
                            Recheck Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                            ->  Bitmap Index Scan on idx_conversations_search
                                  Index Cond: ((search_vector @@ '''widow'''::tsquery) AND (search_vector @@ '''sabbat'''::tsquery) AND (search_vector @@ '''griev'''::tsquery))
                    ->  Sort
                          Sort Key: found.key DESC, found.id DESC
                          ->  CTE Scan on found
                                Filter: (ROW(key, id) < (cursor))
              ->  Index Scan using conversations_pkey on conversations c
                    Index Cond: (id = found.id)
*/
