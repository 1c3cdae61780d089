//! What the pages hold, held against one SQL query (see `support::oracle`), at rest and under writes.

use crate::support::{
    client::Client,
    fixture::Fixture,
    oracle::{Combination, SORTS, Vocabulary, ids, walk_back, walk_forward},
    own_app::OwnApp,
    registry::tests,
    tokens,
};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::{
    collections::{HashMap, HashSet},
    panic::resume_unwind,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

tests![
    joined_pages_equal_one_query_and_counts_and_facets_its_rows,
    rows_that_stay_put_are_listed_once_while_others_change,
    rows_that_stay_put_are_listed_once_while_reviewers_work,
    every_field_of_a_row_is_that_of_the_table,
    a_page_holds_twenty_five_rows_unless_asked_otherwise,
    a_list_that_selects_nothing_is_one_empty_page,
    an_empty_page_leads_back_to_where_it_was_reached_from,
];

/// Random combinations; a long list per sort and direction comes on top.
const COMBINATIONS: usize = 510;

/// Connections at once, as a browser or a few would open.
const WALKERS: usize = 4;

/// The walks' own seed, so that a failure can be repeated.
const SEED: u64 = 20_261_120;

fn joined_pages_equal_one_query_and_counts_and_facets_its_rows(fixture: &Fixture) {
    let mut connection = fixture.connect(&fixture.database_url());
    let vocabulary = fixture
        .block_on(Vocabulary::read(&mut connection))
        .expect("the values in the database");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut combinations: Vec<Combination> = every_sort().map(long_list).collect();
    combinations.extend((0..COMBINATIONS).map(|_| Combination::random(&mut random, &vocabulary)));

    let compared = AtomicU64::new(0);
    thread::scope(|scope| {
        // Dealt like cards, as the long walks come first.
        let walkers: Vec<_> = (0..WALKERS)
            .map(|number| {
                let (client, compared, combinations) = (fixture.client(), &compared, &combinations);
                scope.spawn(move || {
                    let mut connection = fixture.connect(&fixture.database_url());
                    for combination in combinations.iter().skip(number).step_by(WALKERS) {
                        let rows = compare(fixture, &client, &mut connection, combination);
                        compared.fetch_add(rows, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for walker in walkers {
            if let Err(panic) = walker.join() {
                resume_unwind(panic);
            }
        }
    });
    let compared = compared.into_inner();
    assert!(
        compared > 20 * COMBINATIONS as u64,
        "the combinations select too little to say anything: {compared} rows"
    );
}

/// Everything by the default sort key, and a thousand rows by each of the others, which no index helps.
fn long_list((sort_by, descending): (usize, bool)) -> Combination {
    if sort_by == 0 {
        return Combination::unfiltered(sort_by, descending, 100);
    }
    let mut combination = Combination::unfiltered(sort_by, descending, 25);
    combination.any_of("tier", &["edge_case"]);
    combination
}

/// Walks one list both ways and asks for its count and facets; answers how many rows it has.
fn compare(
    fixture: &Fixture,
    client: &Client,
    connection: &mut PgConnection,
    combination: &Combination,
) -> u64 {
    let expected = fixture
        .block_on(combination.expected(connection))
        .expect("the oracle's query");
    let combination = combination.clone().with_pages_for(expected.len());
    let path = combination.list_path();

    let forward = walk_forward(client, &path);
    assert_same(&forward.ids, &expected, &format!("forward: {combination}"));

    let mut back = walk_back(client, &path, &forward.last).ids;
    back.reverse();
    assert_same(&back, &expected, &format!("back: {combination}"));

    let count = client.get(&combination.count_path()).data();
    assert_eq!(count["count"], expected.len(), "count: {combination}");

    let facets = client.get(&combination.facets_path()).data();
    for facet in ["statuses", "tiers"] {
        let counts = facets[facet].as_object().expect("counts by name");
        let sum: u64 = counts.values().filter_map(Value::as_u64).sum();
        assert_eq!(sum, expected.len() as u64, "{facet}: {combination}");
    }
    let bands = facets["quality"]["bands"].as_array().expect("bands");
    let scored = bands.iter().filter_map(|band| band["count"].as_u64());
    let unscored = facets["quality"]["unscored"].as_u64();
    let sum = scored.chain(unscored).sum::<u64>();
    assert_eq!(sum, expected.len() as u64, "quality: {combination}");
    expected.len() as u64
}

/// As `assert_eq`, but says where two long lists part instead of showing both.
fn assert_same(found: &[String], expected: &[String], what: &str) {
    if found == expected {
        return;
    }
    let place = found
        .iter()
        .zip(expected)
        .take_while(|(found, expected)| found == expected)
        .count();
    panic!(
        "seed {SEED}, {what}: {} rows instead of {}; at {place} there is {:?} instead of {:?}",
        found.len(),
        expected.len(),
        found.get(place),
        expected.get(place)
    );
}

fn every_sort() -> impl Iterator<Item = (usize, bool)> {
    (0..SORTS.len()).flat_map(|sort_by| [(sort_by, false), (sort_by, true)])
}

/// Whose rows are read and written below.
const PERSONAS: [&str; 2] = ["Anxious investor", "育児中の会社員"];

/// Rows whose id begins with a digit below 8 stay as they are; the writer changes the others of the same personas.
fn rows_that_stay_put_are_listed_once_while_others_change(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let mut connection = fixture.connect(&url);
    assert_listed_once_while(fixture, &app, &url, |written| {
        for statement in WRITES {
            let result = fixture
                .block_on(sqlx::query(statement).execute(&mut connection))
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
            written.fetch_add(result.rows_affected(), Ordering::Relaxed);
        }
    });
}

/// The same, where what changes is changed through the API.
fn rows_that_stay_put_are_listed_once_while_reviewers_work(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let admin = tokens::of(fixture.secret(), "admin", "reviewer");
    let client = app.client.with_token(&admin);
    let others = "SELECT id::text FROM conversations \
        WHERE persona IN ('Anxious investor', '育児中の会社員') AND id::text >= '8' ORDER BY id LIMIT 50";
    let mut others: Vec<String> = fixture
        .block_on(sqlx::query_scalar(others).fetch_all(&mut fixture.connect(&url)))
        .expect("rows to change");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    assert_listed_once_while(fixture, &app, &url, |written| {
        let place = random.random_range(0..others.len());
        let path = format!("/api/conversations/{}", others[place]);
        let turns: Value = (0..random.random_range(1..8))
            .map(|turn| if turn % 2 == 0 { "user" } else { "assistant" })
            .map(|role| json!({"role": role, "content": "said"}))
            .collect();
        let answer = match random.random_range(0..4) {
            0 => {
                let answer = client.post(
                    "/api/conversations",
                    &json!({"title": "New", "tier": "template", "persona": PERSONAS[place % 2], "turns": turns}),
                );
                let id = answer.json()["id"].as_str().expect("an id").to_owned();
                others.push(id);
                answer
            }
            1 => {
                let title = ["Abacus", "Zebra", "育児"][place % 3];
                let score = random.random_range(0..=10);
                client.patch(&path, &json!({"title": title, "qualityScore": score}))
            }
            2 if others.len() > 20 => {
                others.swap_remove(place);
                client.delete(&path)
            }
            _ => client.put(&format!("{path}/turns"), &json!({ "turns": turns })),
        };
        assert!(answer.status < 300, "{}", answer.text());
        written.fetch_add(1, Ordering::Relaxed);
    });
}

/// Walks every list both ways while `write` is called again and again; it says how many rows it has written.
fn assert_listed_once_while(
    fixture: &Fixture,
    app: &OwnApp,
    url: &str,
    mut write: impl FnMut(&AtomicU64) + Send,
) {
    let mut connection = fixture.connect(url);
    let stay: HashSet<String> = fixture
        .block_on(Combination::of_personas(&PERSONAS, (0, false)).expected(&mut connection))
        .expect("the oracle's query")
        .into_iter()
        .filter(|id| stays(id))
        .collect();
    assert!(stay.len() > 200, "only {} rows stay", stay.len());
    let staying = |ids: Vec<String>| -> Vec<String> {
        ids.into_iter().filter(|id| stay.contains(id)).collect()
    };
    let done = AtomicBool::new(false);
    let written = AtomicU64::new(0);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                write(&written);
            }
        });
        // Ends the writer also when a walk fails, as the scope waits for it.
        let _end = OnDrop(|| done.store(true, Ordering::Relaxed));
        for sort in every_sort() {
            let combination = Combination::of_personas(&PERSONAS, sort);
            let expected = fixture
                .block_on(combination.expected(&mut connection))
                .expect("the oracle's query");
            let expected = staying(expected);
            assert_eq!(expected.len(), stay.len(), "a row that stays has gone");

            let path = combination.list_path();
            let forward = walk_forward(&app.client, &path);
            let mut back = walk_back(&app.client, &path, &forward.last).ids;
            back.reverse();
            for (ids, way) in [(forward.ids, "forward"), (back, "back")] {
                assert_same(&staying(ids), &expected, &format!("{way}: {combination}"));
            }
        }
        assert!(!writer.is_finished(), "the writer ended before the walks");
        assert!(written.load(Ordering::Relaxed) > 0, "nothing was written");
    });
}

fn stays(id: &str) -> bool {
    id < "8"
}

/// Runs something at the end of a scope, however it is left.
struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Small statements, each one transaction; together they leave about as many rows as there were.
const WRITES: [&str; 5] = [
    "INSERT INTO conversations (id, title, persona, emotion, tier, quality_score, total_turns, created_at) \
     SELECT ('8' || substr(gen_random_uuid()::text, 2))::uuid, title, persona, emotion, tier, quality_score, total_turns, created_at \
     FROM conversations WHERE persona IN ('Anxious investor', '育児中の会社員') ORDER BY random() LIMIT 10",
    "UPDATE conversations SET quality_score = nullif(floor(random() * 11), 10), total_turns = floor(random() * 7)::integer \
     WHERE id IN (SELECT id FROM conversations \
         WHERE persona IN ('Anxious investor', '育児中の会社員') AND id::text >= '8' ORDER BY random() LIMIT 10)",
    "UPDATE conversations SET title = left(reverse(title), 90) \
     WHERE id IN (SELECT id FROM conversations \
         WHERE persona IN ('Anxious investor', '育児中の会社員') AND id::text >= '8' ORDER BY random() LIMIT 10)",
    "UPDATE conversations SET status = (conversation_status_moves(status))[1], decided_by = 'writer', decision_reason = 'off_topic' \
     WHERE id IN (SELECT id FROM conversations \
         WHERE persona IN ('Anxious investor', '育児中の会社員') AND id::text >= '8' ORDER BY random() LIMIT 10)",
    "DELETE FROM conversations \
     WHERE id IN (SELECT id FROM conversations \
         WHERE persona IN ('Anxious investor', '育児中の会社員') AND id::text >= '8' ORDER BY random() LIMIT 10)",
];

fn every_field_of_a_row_is_that_of_the_table(fixture: &Fixture) {
    const ROWS: &str = r#"
        SELECT jsonb_build_object(
            'id', id::text, 'title', title, 'persona', persona, 'emotion', emotion, 'tier', tier, 'status', status,
            'qualityScore', quality_score::float8, 'totalTurns', total_turns, 'category', category, 'version', version,
            'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'updatedAt', to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
        FROM conversations WHERE id::text = ANY ($1)"#;
    let page = fixture.client().get("/api/conversations?limit=100").data();
    let mut connection = fixture.connect(&fixture.database_url());
    let rows: Vec<String> = fixture
        .block_on(
            sqlx::query_scalar(ROWS)
                .bind(ids(&page))
                .fetch_all(&mut connection),
        )
        .expect("the rows of the page");
    let expected: HashMap<String, Value> = rows
        .iter()
        .map(|row| with_plain_score(&serde_json::from_str(row).expect("a row as JSON")))
        .map(|row| (row["id"].as_str().expect("an id").to_owned(), row))
        .collect();
    let found = page["data"].as_array().expect("a list of rows");
    assert_eq!(found.len(), 100);
    for row in found {
        assert_eq!(
            with_plain_score(row),
            expected[row["id"].as_str().expect("an id")]
        );
    }
}

/// The row with its score as a float: 8, 8.0 and 8.00 are the same score.
fn with_plain_score(row: &Value) -> Value {
    let mut row = row.clone();
    row["qualityScore"] = row["qualityScore"].as_f64().into();
    row
}

fn a_page_holds_twenty_five_rows_unless_asked_otherwise(fixture: &Fixture) {
    let client = fixture.client();
    for (path, rows) in [
        ("/api/conversations", 25),
        ("/api/conversations?limit=1", 1),
        ("/api/conversations?limit=100", 100),
    ] {
        let page = client.get(path).data();
        assert_eq!(ids(&page).len(), rows, "{path}");
        assert_eq!(page["pagination"]["limit"], rows, "{path}");
    }
}

fn a_list_that_selects_nothing_is_one_empty_page(fixture: &Fixture) {
    let path = "/api/conversations?persona=nobody";
    let page = fixture.client().get(path).data();
    assert_eq!(ids(&page), Vec::<String>::new());
    assert_eq!(page["pagination"]["nextCursor"], Value::Null);
    assert_eq!(page["pagination"]["prevCursor"], Value::Null);
    assert_eq!(page["pagination"]["hasMore"], false);
}

/// What lies beyond a cursor goes away between two requests, going forward and going back, under every sort.
fn an_empty_page_leads_back_to_where_it_was_reached_from(fixture: &Fixture) {
    const SHOW: &str = "UPDATE conversations SET persona = 'here' WHERE id IN (SELECT id FROM conversations ORDER BY id LIMIT 8)";
    const HIDE: &str = "UPDATE conversations SET persona = 'gone' WHERE id::text = ANY ($1)";
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let mut connection = fixture.connect(&url);
    for (sort_by, descending) in every_sort() {
        let direction = if descending { "desc" } else { "asc" };
        let list = format!(
            "/api/conversations?persona=here&limit=4&sort_by={}&sort_dir={direction}",
            SORTS[sort_by].0
        );
        let page_at = |cursor: &Value| {
            let cursor = cursor.as_str().expect("a cursor");
            app.client.get(&format!("{list}&cursor={cursor}")).data()
        };
        for forward in [true, false] {
            fixture
                .block_on(sqlx::query(SHOW).execute(&mut connection))
                .expect("eight rows match");
            let first = app.client.get(&list).data();
            let second = page_at(&first["pagination"]["nextCursor"]);
            let (onward, back, gone, stays) = if forward {
                (
                    &first["pagination"]["nextCursor"],
                    "prevCursor",
                    &second,
                    &first,
                )
            } else {
                (
                    &second["pagination"]["prevCursor"],
                    "nextCursor",
                    &first,
                    &second,
                )
            };
            fixture
                .block_on(sqlx::query(HIDE).bind(ids(gone)).execute(&mut connection))
                .expect("four rows match no more");

            let empty = page_at(onward);
            assert_eq!(ids(&empty), Vec::<String>::new(), "{list}");
            let returned = page_at(&empty["pagination"][back]);
            assert_eq!(ids(&returned), ids(stays), "{list}");
        }
    }
}
