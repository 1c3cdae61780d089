//! `GET /api/templates`, `/api/scenarios`, `/api/edge-cases`.

use super::{Library, RESOURCES, Resource, named};
use crate::support::{client::Client, fixture::Fixture, registry::tests};
use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

tests![
    a_page_holds_a_hundred_by_name,
    going_on_and_back_shows_every_row_once,
    names_that_agree_for_80_characters_are_told_apart,
    an_empty_page_leads_back,
    each_filter_selects_what_sql_selects,
    a_search_is_no_pattern,
    each_invalid_parameter_is_named_with_its_code,
    a_cursor_of_another_list_is_refused,
    a_row_is_without_its_text,
];

/// The ids that SQL selects, in the order of the list.
fn ids(fixture: &Fixture, url: &str, resource: &Resource, condition: &str) -> Vec<String> {
    let statement = format!(
        "SELECT id::text FROM {} WHERE {condition} ORDER BY left(name, 80) COLLATE \"C\", id",
        resource.table
    );
    let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(statement));
    fixture
        .block_on(rows.fetch_all(&mut fixture.connect(url)))
        .expect("rows")
}

fn shown(page: &Value) -> Vec<String> {
    let rows = page["data"].as_array().expect("rows");
    rows.iter()
        .map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// Every page's rows, going by one of its two cursors from this page to the last.
fn walk(client: &Client, list: &str, first: &Value, cursor: &str) -> Vec<Vec<String>> {
    let mut pages = vec![shown(first)];
    let mut page = first.clone();
    while let Some(next) = page["pagination"][cursor].as_str() {
        page = client.get(&format!("{list}&cursor={next}")).data();
        pages.push(shown(&page));
        assert!(pages.len() < 1_000, "it does not end");
    }
    pages
}

fn last(client: &Client, list: &str) -> Value {
    let mut page = client.get(list).data();
    while let Some(next) = page["pagination"]["nextCursor"].as_str() {
        page = client.get(&format!("{list}&cursor={next}")).data();
    }
    page
}

fn a_page_holds_a_hundred_by_name(fixture: &Fixture) {
    for resource in &RESOURCES {
        let expected = ids(fixture, &fixture.database_url(), resource, "true");
        let page = fixture.client().get(resource.path).data();
        assert_eq!(shown(&page), expected[..100]);
        let pagination = &page["pagination"];
        assert_eq!(pagination["limit"], 100);
        assert_eq!(pagination["hasMore"], true);
        assert_eq!(pagination["prevCursor"], Value::Null);
        assert_eq!(pagination["totalCount"], expected.len());
        assert_eq!(pagination["totalKind"], "exact");
    }
}

fn going_on_and_back_shows_every_row_once(fixture: &Fixture) {
    let client = fixture.client();
    for resource in &RESOURCES {
        let expected = ids(fixture, &fixture.database_url(), resource, "true");
        let list = format!("{}?limit=37", resource.path);
        let pages = walk(&client, &list, &client.get(&list).data(), "nextCursor");
        assert_eq!(pages.concat(), expected);
        let mut back = walk(&client, &list, &last(&client, &list), "prevCursor");
        back.reverse();
        assert_eq!(back, pages);
    }
}

fn names_that_agree_for_80_characters_are_told_apart(fixture: &Fixture) {
    let library = Library::open(fixture);
    let resource = &RESOURCES[0];
    let prefix = "Ü".repeat(80);
    for number in 0..7 {
        library.create(resource, &json!({"name": format!("{prefix}{number}")}));
    }
    let expected = ids(fixture, &library.database_url, resource, "name LIKE 'ÜÜÜ%'");
    let list = format!("{}?limit=2&search=%C3%BC%C3%BC%C3%BC", resource.path);
    let client = &library.viewer;
    let pages = walk(client, &list, &client.get(&list).data(), "nextCursor");
    assert_eq!(pages.concat(), expected);
    let mut back = walk(client, &list, &last(client, &list), "prevCursor");
    back.reverse();
    assert_eq!(back.concat(), expected);
}

fn an_empty_page_leads_back(fixture: &Fixture) {
    let library = Library::open(fixture);
    let resource = &RESOURCES[0];
    let rows = ["Zz 1", "Zz 2"].map(|name| library.create(resource, &json!({ "name": name })));
    let list = format!("{}?limit=1&search=zz", resource.path);
    let first = library.viewer.get(&list).data();
    let next = first["pagination"]["nextCursor"]
        .as_str()
        .expect("a cursor");
    let gone = library.admin.delete(&super::path(resource, &rows[1]));
    assert_eq!(gone.status, 204);
    let empty = library.viewer.get(&format!("{list}&cursor={next}")).data();
    assert_eq!(empty["data"], json!([]));
    let back = empty["pagination"]["prevCursor"]
        .as_str()
        .expect("a cursor");
    let back = library.viewer.get(&format!("{list}&cursor={back}")).data();
    assert_eq!(back["data"], first["data"]);
}

fn each_filter_selects_what_sql_selects(fixture: &Fixture) {
    let library = Library::open(fixture);
    let mut connection = fixture.connect(&library.database_url);
    for resource in &RESOURCES {
        let hide = format!(
            "UPDATE {} SET active = false WHERE name LIKE '%3%'",
            resource.table
        );
        fixture
            .block_on(sqlx::query(sqlx::AssertSqlSafe(hide)).execute(&mut connection))
            .expect("some that are inactive");
        let category = fixture.client().get(resource.path).data()["data"][0]["category"][0]
            .as_str()
            .expect("a category")
            .to_owned();
        let encoded: String = byte_serialize(category.as_bytes()).collect();
        let mut cases = vec![
            ("active=true".to_owned(), "active".to_owned()),
            ("active=false".to_owned(), "NOT active".to_owned()),
            (
                "search=CASE+1".to_owned(),
                "name ILIKE '%case 1%'".to_owned(),
            ),
            ("search=e+2".to_owned(), "name ILIKE '%e 2%'".to_owned()),
            ("search=".to_owned(), "true".to_owned()),
            (
                format!("category={encoded}&category=other"),
                format!("category && ARRAY['{category}', 'other']"),
            ),
            (
                format!("category={encoded}&active=true&search=1"),
                format!("category && ARRAY['{category}'] AND active AND name LIKE '%1%'"),
            ),
        ];
        if let Some((_, column)) = resource.parent {
            let parents = format!(
                "SELECT DISTINCT {column}::text FROM {} ORDER BY 1 LIMIT 2",
                resource.table
            );
            let parents: Vec<String> = fixture
                .block_on(
                    sqlx::query_scalar(sqlx::AssertSqlSafe(parents)).fetch_all(&mut connection),
                )
                .expect("parents");
            cases.push((
                format!("{column}={}", parents.join(",")),
                format!("{column} IN ('{}')", parents.join("', '")),
            ));
        }
        for (query, condition) in cases {
            let list = format!("{}?limit=100&{query}", resource.path);
            let expected = ids(fixture, &library.database_url, resource, &condition);
            let first = library.viewer.get(&list).data();
            assert_eq!(first["pagination"]["totalCount"], expected.len(), "{list}");
            let pages = walk(&library.viewer, &list, &first, "nextCursor");
            assert_eq!(pages.concat(), expected, "{list}");
        }
    }
}

fn a_search_is_no_pattern(fixture: &Fixture) {
    let library = Library::open(fixture);
    library.create(&RESOURCES[0], &json!({"name": "100 % of\\it_"}));
    for search in ["100 % OF\\", "f\\it_", "T_"] {
        let encoded: String = byte_serialize(search.as_bytes()).collect();
        let page = library
            .viewer
            .get(&format!("/api/templates?search={encoded}"))
            .data();
        assert_eq!(page["pagination"]["totalCount"], 1, "{search}");
    }
}

fn each_invalid_parameter_is_named_with_its_code(fixture: &Fixture) {
    let client = fixture.client();
    for resource in &RESOURCES {
        let long = format!("search={}", "x".repeat(201));
        for (query, field, code) in [
            ("limit=0", "limit", "out_of_range"),
            ("limit=101", "limit", "out_of_range"),
            ("limit=%2B1", "limit", "out_of_range"),
            ("limit=1&limit=2", "limit", "given_twice"),
            ("active=yes", "active", "unknown_value"),
            ("active=", "active", "empty"),
            ("category=", "category", "empty"),
            (&long, "search", "too_long"),
            ("search=a%00b", "search", "nul"),
            ("search=%FF", "search", "not_utf8"),
            ("cursor=x", "cursor", "cursor_malformed"),
            ("status=draft", "status", "unknown_parameter"),
            ("sort_by=name", "sort_by", "unknown_parameter"),
        ] {
            let answer = client.get(&format!("{}?{query}", resource.path));
            assert_eq!(answer.invalid_fields(), named(code, &[field]), "{query}");
        }
        for parameter in ["template_id", "scenario_id"] {
            let answer = client.get(&format!("{}?{parameter}=7", resource.path));
            let is_its_own = resource.parent.is_some_and(|(_, own)| own == parameter);
            let code = if is_its_own {
                "not_a_uuid"
            } else {
                "unknown_parameter"
            };
            assert_eq!(answer.invalid_fields(), named(code, &[parameter]));
        }
    }
}

fn a_cursor_of_another_list_is_refused(fixture: &Fixture) {
    let client = fixture.client();
    let page = client.get("/api/templates?limit=1").data();
    let cursor = page["pagination"]["nextCursor"].as_str().expect("a cursor");
    for (list, code) in [
        ("/api/templates?active=true&", "cursor_other_filter"),
        ("/api/scenarios?", "cursor_other_filter"),
        ("/api/conversations?", "cursor_other_sort"),
        (
            "/api/conversations?sort_by=title&sort_dir=asc&",
            "cursor_other_filter",
        ),
    ] {
        let answer = client.get(&format!("{list}cursor={cursor}"));
        assert_eq!(answer.invalid_fields(), named(code, &["cursor"]), "{list}");
    }
    let page = client
        .get("/api/conversations?sort_by=title&limit=1")
        .data();
    let cursor = page["pagination"]["nextCursor"].as_str().expect("a cursor");
    let answer = client.get(&format!("/api/templates?cursor={cursor}"));
    assert_eq!(
        answer.invalid_fields(),
        named("cursor_other_sort", &["cursor"])
    );
}

fn a_row_is_without_its_text(fixture: &Fixture) {
    for resource in &RESOURCES {
        let page = fixture.client().get(resource.path).data();
        let row = page["data"][0].as_object().expect("a row").clone();
        let mut expected = vec![
            "active",
            "category",
            "createdAt",
            "createdBy",
            "description",
            "id",
            "name",
            "updatedAt",
            "version",
        ];
        expected.extend(resource.parent.map(|(field, _)| field));
        expected.sort_unstable();
        let mut names: Vec<&String> = row.keys().collect();
        names.sort_unstable();
        assert_eq!(names, expected);
    }
}
