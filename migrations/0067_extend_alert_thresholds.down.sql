-- Loses the thresholds of FCP and TTFB, and which changes of state the webhook has not taken.
DROP FUNCTION alerts_evaluate(boolean);
DROP FUNCTION alert_time(timestamptz);
DROP FUNCTION alert_value(text, integer);
DELETE FROM alert_thresholds WHERE name IN ('first_paint_p75', 'first_byte_p75');
ALTER TABLE alert_thresholds DROP COLUMN is_untold, DROP COLUMN told_by;
COMMENT ON COLUMN alert_thresholds.last_value IS 'The value at the last evaluation, in the given unit.';
