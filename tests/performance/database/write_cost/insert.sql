-- A conversation as the API creates it, with the texts of another.
\set n random(1, :rows)
INSERT INTO conversations (title, persona, emotion, tier, status, total_turns, category, parameters, template_id, created_by)
SELECT title, persona, emotion, tier, 'draft', total_turns, category, parameters, template_id, 'write cost'
FROM conversations WHERE id = (SELECT id FROM write_cost_rows WHERE n = :n);
