-- Loses what was counted of the cache and of problems, and the totals that counters are reported from.
DROP TABLE metrics_upkeep, event_totals, request_totals, event_counts;
