-- Loses nothing: they keep nothing.
DROP FUNCTION explain_statement(text, text[]);
DROP FUNCTION explain_query(text[], text[], boolean, text[]);
DROP FUNCTION remove_hypothetical_indexes(text[]);
DROP FUNCTION add_hypothetical_indexes(text[]);
DROP FUNCTION forget_explained();
