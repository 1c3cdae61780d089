-- Loses the log of all calls to the model.
DROP TABLE generation_logs;
