-- Loses changed thresholds and alert states.
DROP TABLE alert_thresholds;
