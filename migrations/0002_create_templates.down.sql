-- Loses every template, scenario and edge case.
DROP TABLE edge_cases;
DROP TABLE scenarios;
DROP TABLE templates;
DROP FUNCTION bump_version();
