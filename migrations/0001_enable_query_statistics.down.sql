-- The extension stays: it may have been there before this application, and others in the database may use it.
SELECT 1;
