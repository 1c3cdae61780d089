-- One edit that moves no counter.
\set n random(1, :rows)
\set word random(1, 1000000)
UPDATE conversations SET title = 'Title ' || :word || ' of a conversation'
WHERE id = (SELECT id FROM write_cost_rows WHERE n = :n);
