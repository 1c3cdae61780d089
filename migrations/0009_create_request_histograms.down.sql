-- Loses the recorded request metrics.
DROP TABLE request_histograms;
DROP AGGREGATE histogram_sum(bigint[]);
DROP FUNCTION histogram_add(bigint[], bigint[]);
