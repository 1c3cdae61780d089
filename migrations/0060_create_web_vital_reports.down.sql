-- Loses the counts of the current minute: every user may send the full number again.
DROP TABLE web_vital_reports;
