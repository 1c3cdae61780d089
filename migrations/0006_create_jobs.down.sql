-- Loses every job and its items; conversations made by jobs stay.
DROP TABLE job_items;
DROP TABLE jobs;
