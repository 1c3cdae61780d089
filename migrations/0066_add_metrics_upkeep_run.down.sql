-- Loses nothing: metrics are kept as they are, and no longer deleted.
DROP FUNCTION metrics_upkeep_run();
DROP FUNCTION metrics_fold_hour(timestamptz);
DROP FUNCTION histogram_percentile(bigint[], integer);
