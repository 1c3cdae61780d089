-- Loses the recorded web vitals.
DROP TABLE web_vitals;
