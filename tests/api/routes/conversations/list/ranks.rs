//! Pages that begin at a rank, held against the place of each row in one SQL query.

use crate::support::{
    client::Client,
    fixture::Fixture,
    oracle::{Combination, Vocabulary, ids},
    registry::tests,
};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use serde_json::Value;

tests![
    a_page_at_a_rank_begins_with_the_row_that_has_so_many_before_it,
    the_cursors_of_a_page_at_a_rank_lead_to_its_neighbours,
    a_rank_past_the_end_gives_the_last_page,
    a_rank_in_an_empty_list_gives_an_empty_page,
    a_rank_is_found_on_its_day_whatever_the_sessions_time_zone_is,
    a_page_at_a_rank_says_how_it_was_found,
    a_page_at_a_cursor_has_no_rank,
    a_rank_and_a_cursor_exclude_each_other,
    a_rank_that_nothing_knows_is_refused_by_a_code_of_its_own,
];

const COMBINATIONS: usize = 60;

/// So that a failure can be repeated.
const SEED: u64 = 20_261_123;

/// Lists whose ranks the counters know, and as many whose ranks they do not.
fn combinations(fixture: &Fixture, random: &mut Xoshiro256PlusPlus) -> Vec<Combination> {
    let mut connection = fixture.connect(&fixture.database_url());
    let vocabulary = fixture
        .block_on(Vocabulary::read(&mut connection))
        .expect("the values in the database");
    let mut combinations = vec![
        Combination::unfiltered(0, true, 100),
        Combination::unfiltered(0, false, 100),
    ];
    combinations.extend((0..COMBINATIONS).map(|_| Combination::random_by_day(random, &vocabulary)));
    combinations.extend((0..COMBINATIONS).map(|_| Combination::random(random, &vocabulary)));
    combinations
}

/// Calls `look` with each list that holds something: its path, its ids, a rank in it and the rows of a page.
fn for_random_ranks(fixture: &Fixture, look: impl Fn(&str, &[String], usize, usize)) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut connection = fixture.connect(&fixture.database_url());
    let mut looked = 0;
    for combination in combinations(fixture, &mut random) {
        let expected = fixture
            .block_on(combination.expected(&mut connection))
            .expect("the oracle's query");
        if !expected.is_empty() {
            let rank = random.random_range(0..expected.len());
            let path = combination.list_path();
            look(&path, &expected, rank, combination.limit());
            looked += 1;
        }
    }
    assert!(looked > COMBINATIONS, "only {looked} lists hold anything");
}

fn page_at(client: &Client, list: &str, rank: usize) -> Value {
    client.get(&format!("{list}&rank={rank}")).data()
}

fn a_page_at_a_rank_begins_with_the_row_that_has_so_many_before_it(fixture: &Fixture) {
    let client = fixture.client();
    for_random_ranks(fixture, |list, expected, rank, limit| {
        // Never beyond the last page: that is another test.
        let rank = rank.min(expected.len().saturating_sub(limit));
        let page = page_at(&client, list, rank);
        let end = (rank + limit).min(expected.len());
        assert_eq!(ids(&page), expected[rank..end], "{list}&rank={rank}");
        let pagination = &page["pagination"];
        assert_eq!(pagination["rank"], rank, "{list}&rank={rank}");
        assert_eq!(pagination["totalCount"], expected.len(), "{list}");
    });
}

fn the_cursors_of_a_page_at_a_rank_lead_to_its_neighbours(fixture: &Fixture) {
    let client = fixture.client();
    for_random_ranks(fixture, |list, expected, rank, limit| {
        let page = page_at(&client, list, rank);
        let first = page["pagination"]["rank"].as_u64().expect("a rank") as usize;
        let end = first + ids(&page).len();
        let neighbour = |towards: &str| {
            let cursor = page["pagination"][towards].as_str()?;
            Some(ids(&client.get(&format!("{list}&cursor={cursor}")).data()))
        };
        let after = &expected[end..(end + limit).min(expected.len())];
        let before = &expected[first.saturating_sub(limit)..first];
        for (towards, rows) in [("nextCursor", after), ("prevCursor", before)] {
            let rows = Some(rows.to_vec()).filter(|rows| !rows.is_empty());
            assert_eq!(neighbour(towards), rows, "{towards} of {list}&rank={rank}");
        }
    });
}

fn a_rank_past_the_end_gives_the_last_page(fixture: &Fixture) {
    let client = fixture.client();
    for_random_ranks(fixture, |list, expected, rank, limit| {
        let last = expected.len().saturating_sub(limit);
        for rank in [
            last + 1,
            expected.len(),
            expected.len() + rank,
            u32::MAX as usize,
        ] {
            let page = page_at(&client, list, rank);
            assert_eq!(ids(&page), expected[last..], "{list}&rank={rank}");
            assert_eq!(page["pagination"]["rank"], last, "{list}&rank={rank}");
            assert_eq!(page["pagination"]["hasMore"], false, "{list}&rank={rank}");
        }
    });
}

fn a_rank_in_an_empty_list_gives_an_empty_page(fixture: &Fixture) {
    let client = fixture.client();
    for filter in ["end_date=1999-12-31", "persona=nobody"] {
        let page = page_at(&client, &format!("/api/conversations?{filter}"), 7);
        assert_eq!(ids(&page), Vec::<String>::new(), "{filter}");
        let pagination = &page["pagination"];
        assert_eq!(pagination["rank"], 0, "{filter}");
        assert_eq!(pagination["totalCount"], 0, "{filter}");
        assert_eq!(pagination["nextCursor"], Value::Null, "{filter}");
        assert_eq!(pagination["prevCursor"], Value::Null, "{filter}");
    }
}

/// In Havana, a day begins four or five hours after that of UTC, and some days have no midnight.
fn a_rank_is_found_on_its_day_whatever_the_sessions_time_zone_is(fixture: &Fixture) {
    let url = fixture.own_database();
    let mut connection = fixture.connect(&url);
    set(fixture, &url, "timezone = 'America/Havana'");
    let app = fixture.own_app(&url, &[]);
    for descending in [true, false] {
        let combination = Combination::unfiltered(0, descending, 10);
        let expected = fixture
            .block_on(combination.expected(&mut connection))
            .expect("the oracle's query");
        for rank in (0..expected.len() - 10).step_by(expected.len() / 40) {
            let page = page_at(&app.client, &combination.list_path(), rank);
            assert_eq!(ids(&page), expected[rank..rank + 10], "rank {rank}");
        }
    }
}

fn a_page_at_a_rank_says_how_it_was_found(fixture: &Fixture) {
    let client = fixture.client();
    for (query, plan) in [
        ("rank=100", "rank"),
        (
            "rank=100&sort_dir=asc&tier=template&start_date=2025-01-01",
            "rank",
        ),
        ("rank=100&sort_by=title", "rank_collect"),
        ("rank=1&search=planning", "rank_collect"),
    ] {
        let answer = client.get(&format!("/api/conversations?{query}"));
        let timing = answer.header("server-timing");
        let expected = format!("plan;desc=\"{plan}\"");
        assert!(timing.contains(&expected), "{query}: {timing}");
    }
}

fn a_page_at_a_cursor_has_no_rank(fixture: &Fixture) {
    let client = fixture.client();
    let first = client.get("/api/conversations").data();
    assert_eq!(first["pagination"]["rank"], Value::Null);
    let cursor = first["pagination"]["nextCursor"]
        .as_str()
        .expect("a cursor");
    let second = client.get(&format!("/api/conversations?cursor={cursor}"));
    assert_eq!(second.data()["pagination"]["rank"], Value::Null);
}

fn a_rank_and_a_cursor_exclude_each_other(fixture: &Fixture) {
    let client = fixture.client();
    let first = client.get("/api/conversations").data();
    let cursor = first["pagination"]["nextCursor"]
        .as_str()
        .expect("a cursor");
    let answer = client.get(&format!("/api/conversations?rank=5&cursor={cursor}"));
    assert_eq!(
        answer.invalid_fields(),
        [("rank".to_owned(), "with_cursor".to_owned())]
    );
}

/// A database whose rows are dear to gather is one with very many of them.
fn a_rank_that_nothing_knows_is_refused_by_a_code_of_its_own(fixture: &Fixture) {
    let url = fixture.own_database();
    set(fixture, &url, "cpu_tuple_cost = 100");
    let app = fixture.own_app(&url, &[]);
    for list in [
        "sort_by=title",
        "sort_by=updated_at",
        "quality_min=2",
        "search=-nonsense",
        "sort_by=quality_score&status=approved",
    ] {
        let answer = app
            .client
            .get(&format!("/api/conversations?rank=50&{list}"));
        assert_eq!(
            answer.invalid_fields(),
            [("rank".to_owned(), "rank_not_known".to_owned())],
            "{list}"
        );
    }
    for list in [
        "",
        "status=approved,draft&tier=scenario",
        "start_date=2025-01-01",
    ] {
        let answer = app
            .client
            .get(&format!("/api/conversations?rank=50&{list}"));
        assert_eq!(answer.status, 200, "{list}: {}", answer.text());
    }
}

/// A setting of all sessions of a database from now on.
fn set(fixture: &Fixture, url: &str, setting: &str) {
    let statement = format!(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {}', current_database()); END $$",
        setting.replace('\'', "''")
    );
    let mut connection = fixture.connect(url);
    fixture
        .block_on(sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection))
        .expect("a setting");
}
