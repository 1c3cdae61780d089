//! `GET /api/admin/performance/indexes`.

use super::Inspected;
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};
use std::{collections::BTreeSet, thread, time::Duration};

tests![
    every_fault_of_a_bad_database_is_found,
    a_clean_database_has_no_verdict,
    what_a_verdict_says_to_run_can_be_run,
    a_partitioned_index_counts_as_one,
];

const PATH: &str = "/api/admin/performance/indexes";

/// A bloat that a test can make within a second.
const SMALL_BLOAT: &str = "/api/admin/performance/indexes?bloat_min_bytes=1000000";

/// An index of 20 MB that nobody scans, one that another begins with, a table that is read from end to end, an index that
/// most entries have left; beside each, one that is no fault.
const BAD: &str = "
    CREATE TABLE letters (id integer PRIMARY KEY, body text, sender integer, topic integer);
    INSERT INTO letters SELECT n, md5(n::text), n % 100, n % 7 FROM generate_series(1, 360000) AS n;
    CREATE INDEX letters_unused ON letters (body);
    CREATE UNIQUE INDEX letters_unique ON letters (id, body);
    CREATE INDEX letters_short ON letters (sender);
    CREATE INDEX letters_long ON letters (sender, topic);
    CREATE INDEX letters_partial ON letters (sender) WHERE topic = 1;
    CREATE TABLE leavers (id integer);
    INSERT INTO leavers SELECT generate_series(1, 300000);
    CREATE INDEX leavers_bloated ON leavers (id);
    DELETE FROM leavers WHERE id % 20 <> 0;
    CREATE TABLE stayers (id integer);
    INSERT INTO stayers SELECT generate_series(1, 100000);
    CREATE INDEX stayers_full ON stayers (id);";

fn names(answer: &Value, list: &str, member: &str) -> BTreeSet<String> {
    let verdicts = answer[list].as_array().expect("a list");
    verdicts
        .iter()
        .map(|verdict| {
            assert!(!verdict["reason"].as_str().expect("a reason").is_empty());
            assert!(!verdict["action"].as_str().expect("an action").is_empty());
            verdict[member].as_str().expect("a name").to_owned()
        })
        .collect()
}

fn bad(fixture: &Fixture) -> Inspected {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(&mut connection, BAD);
    for table in [
        "VACUUM ANALYZE letters",
        "VACUUM ANALYZE leavers",
        "VACUUM ANALYZE stayers",
    ] {
        fixture.run(&mut connection, table);
    }
    fixture.run(
        &mut connection,
        "SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off",
    );
    for _ in 0..120 {
        fixture.run(&mut connection, "SELECT FROM leavers WHERE id = 20");
    }
    // Scans are told when a session ends, or a second after.
    drop(connection);
    inspected
}

/// The answer as soon as the scans of sessions that have ended are in it.
fn told(inspected: &Inspected, path: &str) -> Value {
    for _ in 0..100 {
        let answer = inspected.admin.get(path).data();
        if answer["missing"] != json!([]) {
            return answer;
        }
        thread::sleep(Duration::from_millis(100));
    }
    inspected.admin.get(path).data()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

fn every_fault_of_a_bad_database_is_found(fixture: &Fixture) {
    let inspected = bad(fixture);
    let answer = told(&inspected, SMALL_BLOAT);
    assert_eq!(names(&answer, "unused", "index"), set(&["letters_unused"]));
    assert_eq!(
        names(&answer, "duplicate", "index"),
        set(&["letters_short"])
    );
    assert_eq!(names(&answer, "missing", "table"), set(&["leavers"]));
    assert_eq!(
        names(&answer, "bloated", "index"),
        set(&["leavers_bloated"])
    );
    let listed = names_of_indexes(&answer);
    assert!(
        listed.is_superset(&set(&["letters_pkey", "letters_unique", "letters_partial"])),
        "{listed:?}"
    );
}

fn names_of_indexes(answer: &Value) -> BTreeSet<String> {
    let indexes = answer["indexes"].as_array().expect("a list");
    indexes
        .iter()
        .map(|index| index["name"].as_str().expect("a name").to_owned())
        .collect()
}

fn a_clean_database_has_no_verdict(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    inspected
        .app
        .client
        .get("/api/conversations?search=tax")
        .data();
    let answer = inspected.admin.get(PATH).data();
    for list in ["unused", "duplicate", "missing", "bloated"] {
        assert_eq!(answer[list], json!([]), "{list}");
    }
    assert!(names_of_indexes(&answer).contains("conversations_pkey"));
}

fn what_a_verdict_says_to_run_can_be_run(fixture: &Fixture) {
    let inspected = bad(fixture);
    let mut connection = fixture.connect(&inspected.url);
    let answer = told(&inspected, SMALL_BLOAT);
    for list in ["bloated", "unused", "duplicate"] {
        for verdict in answer[list].as_array().expect("a list") {
            let sql = verdict["sql"].as_str().expect("SQL").to_owned();
            fixture
                .block_on(sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).execute(&mut connection))
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
    }
    let answer = inspected.admin.get(SMALL_BLOAT).data();
    for list in ["bloated", "unused", "duplicate"] {
        assert_eq!(answer[list], json!([]), "{list}");
    }
}

fn a_partitioned_index_counts_as_one(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(
        &mut connection,
        "CREATE TABLE parted (id integer, body text) PARTITION BY HASH (id);
         CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
         CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
         CREATE INDEX parted_body ON parted (body);
         INSERT INTO parted SELECT n, md5(n::text) FROM generate_series(1, 1000) AS n;
         ANALYZE parted",
    );
    let answer = inspected
        .admin
        .get(&format!("{PATH}?unused_min_bytes=100000"))
        .data();
    let unused = answer["unused"].as_array().expect("a list");
    let parted: Vec<&Value> = unused
        .iter()
        .filter(|verdict| {
            verdict["index"]
                .as_str()
                .is_some_and(|name| name.starts_with("parted"))
        })
        .collect();
    assert_eq!(parted.len(), 1, "{parted:?}");
    assert_eq!(parted[0]["sql"], r#"DROP INDEX "public"."parted_body";"#);
}
