//! `GET /api/admin/db-stats`.

use super::Inspected;
use crate::support::{fixture::Fixture, own_postgres::OwnPostgres, registry::tests};
use sqlx::Executor;
use std::{thread, time::Duration};

tests![
    connections_are_counted_by_what_they_do,
    more_than_four_fifths_are_a_warning,
];

const PATH: &str = "/api/admin/db-stats";

/// How long to wait for Postgres to show what was begun.
const PATIENCE: Duration = Duration::from_secs(20);

fn connections_are_counted_by_what_they_do(fixture: &Fixture) {
    let postgres = OwnPostgres::start(fixture);
    let inspected = Inspected::of(fixture, postgres.url.clone(), &[]);
    let before = inspected.admin.get(PATH).data();
    let resting = fixture.connect(&postgres.url);
    let holding = fixture.lock_table(&postgres.url);
    let mut waiting = fixture.connect(&postgres.url);
    thread::scope(|scope| {
        scope.spawn(|| {
            fixture
                .block_on(waiting.execute("SELECT FROM conversations"))
                .expect("the lock, in the end");
        });
        let begun = std::time::Instant::now();
        let stats = loop {
            let stats = inspected.admin.get(PATH).data();
            if stats["waiting"] == 1 || begun.elapsed() > PATIENCE {
                break stats;
            }
            thread::sleep(Duration::from_millis(20));
        };
        drop(holding);
        let before = |name: &str| before[name].as_i64().expect("a number");
        assert_eq!(stats["waiting"], 1, "{stats}");
        assert_eq!(stats["active"], before("active") + 1, "{stats}");
        assert_eq!(stats["idleInTransaction"], 1, "{stats}");
        assert_eq!(stats["idle"], before("idle") + 1, "{stats}");
        assert_eq!(stats["total"], before("total") + 3, "{stats}");
        assert_eq!(stats["warning"], serde_json::Value::Null, "{stats}");
    });
    drop(resting);
}

fn more_than_four_fifths_are_a_warning(fixture: &Fixture) {
    let postgres = OwnPostgres::start(fixture);
    let inspected = Inspected::of(fixture, postgres.url.clone(), &[]);
    let limit = inspected.admin.get(PATH).data()["limit"]
        .as_u64()
        .expect("a limit");
    let taken: Vec<_> = (0..limit * 4 / 5)
        .map(|_| fixture.connect(&postgres.url))
        .collect();
    let stats = inspected.admin.get(PATH).data();
    let warning = stats["warning"].as_str().unwrap_or_default();
    assert!(
        warning.contains(&format!("of {limit} connections")),
        "{stats}"
    );
    drop(taken);
}
