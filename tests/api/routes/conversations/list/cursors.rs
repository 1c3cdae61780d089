//! Cursors that are not this list's, or no cursors at all.

use crate::support::{client::Client, fixture::Fixture, registry::tests};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

tests![
    an_altered_cursor_is_rejected,
    a_truncated_cursor_is_rejected,
    an_oversized_cursor_is_rejected,
    text_that_never_was_a_cursor_is_rejected,
    a_cursor_of_another_version_is_rejected,
    a_cursor_of_another_sort_is_rejected,
    a_cursor_of_another_filter_is_rejected,
    a_cursor_holds_for_the_same_filter_written_otherwise,
    a_cursor_holds_for_another_limit,
];

/// A list with a filter and a sort of its own.
const LIST: &str =
    "/api/conversations?status=approved&tier=template&sort_by=title&sort_dir=asc&limit=10";

fn cursor(client: &Client) -> String {
    let page = client.get(LIST).data();
    page["pagination"]["nextCursor"]
        .as_str()
        .expect("a cursor to a second page")
        .to_owned()
}

fn assert_rejected(client: &Client, list: &str, cursor: &str, code: &str) {
    let answer = client.get(&format!("{list}&cursor={cursor}"));
    assert_eq!(
        answer.invalid_fields(),
        [("cursor".to_owned(), code.to_owned())],
        "{list} with {cursor}"
    );
}

fn an_altered_cursor_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    let cursor = cursor(&client);
    // The first two characters hold the version, which has an answer of its own.
    for place in 2..cursor.len() {
        let mut altered = cursor.clone();
        let other = if &cursor[place..=place] == "Q" {
            "R"
        } else {
            "Q"
        };
        altered.replace_range(place..=place, other);
        assert_rejected(&client, LIST, &altered, "cursor_malformed");
    }
}

fn a_truncated_cursor_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    let cursor = cursor(&client);
    for length in [1, 2, 8, cursor.len() / 2, cursor.len() - 1] {
        assert_rejected(&client, LIST, &cursor[..length], "cursor_malformed");
    }
}

fn an_oversized_cursor_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    let cursor = cursor(&client);
    assert_rejected(&client, LIST, &cursor.repeat(20), "cursor_too_long");
    assert_rejected(&client, LIST, &"A".repeat(513), "cursor_too_long");
}

fn text_that_never_was_a_cursor_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    for text in ["!", "A", "2", "%C3%A9", "AQ==", "..%2F..%2Fetc"] {
        assert_rejected(&client, LIST, text, "cursor_malformed");
    }
}

fn a_cursor_of_another_version_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    let mut bytes = URL_SAFE_NO_PAD
        .decode(cursor(&client))
        .expect("URL-safe base64");
    let own = bytes[0];
    for version in [0, own - 1, own + 1, 255] {
        bytes[0] = version;
        let other = URL_SAFE_NO_PAD.encode(&bytes);
        assert_rejected(&client, LIST, &other, "cursor_other_version");
    }
}

fn a_cursor_of_another_sort_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    let cursor = cursor(&client);
    for (from, to) in [
        ("sort_dir=asc", "sort_dir=desc"),
        ("sort_by=title", "sort_by=created_at"),
        ("sort_by=title", "sort_by=quality_score"),
        ("&sort_by=title&sort_dir=asc", ""),
    ] {
        let list = LIST.replace(from, to);
        assert_rejected(&client, &list, &cursor, "cursor_other_sort");
    }
}

fn a_cursor_of_another_filter_is_rejected(fixture: &Fixture) {
    let client = fixture.client();
    let cursor = cursor(&client);
    for (from, to) in [
        ("status=approved", "status=rejected"),
        ("status=approved", "status=approved,rejected"),
        ("tier=template&", ""),
        ("status=approved", "status=approved&search=tax"),
        ("status=approved", "status=approved&quality_min=1"),
    ] {
        let list = LIST.replace(from, to);
        assert_rejected(&client, &list, &cursor, "cursor_other_filter");
    }
}

fn a_cursor_holds_for_the_same_filter_written_otherwise(fixture: &Fixture) {
    let client = fixture.client();
    let cursor = cursor(&client);
    let expected = client.get(&format!("{LIST}&cursor={cursor}")).data()["data"].clone();
    let list = "/api/conversations?tier[]=template&limit=10&sort_dir=asc&status=approved,approved&sort_by=title";
    let found = client.get(&format!("{list}&cursor={cursor}")).data()["data"].clone();
    assert_eq!(found, expected);
}

fn a_cursor_holds_for_another_limit(fixture: &Fixture) {
    let client = fixture.client();
    let list = LIST.replace("limit=10", "limit=3");
    let page = client
        .get(&format!("{list}&cursor={}", cursor(&client)))
        .data();
    assert_eq!(page["data"].as_array().map(Vec::len), Some(3));
}
