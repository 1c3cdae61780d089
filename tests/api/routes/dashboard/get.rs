//! `GET /…`: the dashboard's files, held against those that its build put out.

use crate::support::{
    client::{Answer, Client},
    fixture::Fixture,
    registry::tests,
};
use flate2::read::GzDecoder;
use parley_xtask::workspace;
use std::{fs, io::Read};

tests![
    the_root_is_the_page_under_a_strict_policy,
    a_page_the_browser_has_is_not_sent_again,
    a_hashed_asset_may_be_kept_for_good,
    an_asset_is_sent_in_the_best_encoding_the_browser_takes,
    a_path_outside_the_api_is_the_page,
    an_unknown_asset_is_not_found,
    an_unknown_route_of_the_api_is_not_found,
    a_path_that_climbs_out_gives_no_file_from_outside,
    the_dashboard_needs_no_token,
];

fn built(path: &str) -> Vec<u8> {
    let path = workspace::root().join("static/dist").join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The paths of the scripts and the style sheets that the page names.
fn assets(client: &Client) -> Vec<String> {
    let page = client.get("/");
    let assets: Vec<String> = page
        .text()
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .map(str::to_owned)
        .collect();
    for extension in [".js", ".css"] {
        assert!(
            assets.iter().any(|path| path.ends_with(extension)),
            "the page names no {extension}: {assets:?}"
        );
    }
    assets
}

fn assert_is_page(answer: &Answer, path: &str) {
    assert_eq!(answer.status, 200, "{path}");
    assert_eq!(
        answer.header("content-type"),
        "text/html; charset=utf-8",
        "{path}"
    );
    assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    assert_eq!(answer.body, built("index.html"), "{path}");
}

fn the_root_is_the_page_under_a_strict_policy(fixture: &Fixture) {
    let page = fixture.client().get("/");
    assert_is_page(&page, "/");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    for weakness in ["unsafe-inline", "unsafe-eval", "http:", "https:", " *"] {
        assert!(!policy.contains(weakness), "{weakness} in {policy}");
    }
}

fn a_page_the_browser_has_is_not_sent_again(fixture: &Fixture) {
    let client = fixture.client();
    let etag = client.get("/").header("etag").to_owned();
    for known in [
        etag.clone(),
        format!("W/{etag}"),
        format!("\"other\", {etag}"),
        "*".to_owned(),
    ] {
        let answer = client.send("GET", "/", &[("if-none-match", &known)]);
        assert_eq!(answer.status, 304, "{known}");
        assert_eq!(answer.header("etag"), etag, "{known}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{known}");
    }
    let other = client.send("GET", "/", &[("if-none-match", "\"other\"")]);
    assert_is_page(&other, "/ with another tag");
}

fn a_hashed_asset_may_be_kept_for_good(fixture: &Fixture) {
    let client = fixture.client();
    for path in assets(&client) {
        let answer = client.get(&path);
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable",
            "{path}"
        );
        let content_type = if path.ends_with(".js") {
            "text/javascript; charset=utf-8"
        } else {
            "text/css; charset=utf-8"
        };
        assert_eq!(answer.header("content-type"), content_type, "{path}");
        assert_eq!(answer.body, built(path.trim_start_matches('/')), "{path}");
    }
}

fn an_asset_is_sent_in_the_best_encoding_the_browser_takes(fixture: &Fixture) {
    let client = fixture.client();
    let assets = assets(&client);
    let script = assets
        .iter()
        .find(|path| path.contains("/index-") && path.ends_with(".js"))
        .expect("the main script");
    let plain = built(script.trim_start_matches('/'));
    let mut tags = Vec::new();
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0, gzip", Some("gzip")),
        ("identity", None),
    ] {
        let answer = client.send("GET", script, &[("accept-encoding", accepted)]);
        assert_eq!(
            answer.optional_header("content-encoding"),
            encoding,
            "{accepted}"
        );
        assert_eq!(answer.header("vary"), "accept-encoding", "{accepted}");
        assert!(
            decoded(&answer, encoding) == plain,
            "{accepted} gives another file"
        );
        if encoding.is_some() {
            assert!(answer.body.len() < plain.len(), "{accepted} saves nothing");
        }
        tags.push((encoding, answer.header("etag").to_owned()));
    }
    tags.sort();
    tags.dedup();
    assert_eq!(
        tags.len(),
        3,
        "each encoding has one tag of its own: {tags:?}"
    );
}

fn decoded(answer: &Answer, encoding: Option<&str>) -> Vec<u8> {
    let mut plain = Vec::new();
    let body = answer.body.as_slice();
    match encoding {
        Some("br") => brotli_decompressor::Decompressor::new(body, 4096).read_to_end(&mut plain),
        Some(_) => GzDecoder::new(body).read_to_end(&mut plain),
        None => return answer.body.clone(),
    }
    .expect("a whole compressed file");
    plain
}

fn a_path_outside_the_api_is_the_page(fixture: &Fixture) {
    let client = fixture.client();
    for path in [
        "/conversations",
        "/conversations/7?tab=turns",
        "/sign-in",
        "/apiary",
        "/a/b/c",
    ] {
        assert_is_page(&client.get(path), path);
    }
}

fn an_unknown_asset_is_not_found(fixture: &Fixture) {
    let client = fixture.client();
    for path in [
        "/assets/nothing.js",
        "/assets/",
        "/assets/..",
        "/assets/nothing.js.br",
    ] {
        client.get(path).problem(404);
    }
}

fn an_unknown_route_of_the_api_is_not_found(fixture: &Fixture) {
    let client = fixture.client();
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/conversations/count/more",
    ] {
        client.get(path).problem(404);
    }
}

fn a_path_that_climbs_out_gives_no_file_from_outside(fixture: &Fixture) {
    let client = fixture.client();
    for path in [
        "/../spin.toml",
        "/..%2f..%2fspin.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/assets/../../../spin.toml",
        "/assets/%2e%2e/%2e%2e/%2e%2e/spin.toml",
        "/..%5c..%5cspin.toml",
        "/index.html%00.js",
        "//etc/passwd",
    ] {
        let answer = client.get(path);
        if answer.status == 200 {
            assert_eq!(answer.body, built("index.html"), "{path}");
        } else {
            answer.problem(404);
        }
    }
}

fn the_dashboard_needs_no_token(fixture: &Fixture) {
    let client = fixture.client().signed_out();
    for path in ["/".to_owned(), assets(&client).remove(0)] {
        assert_eq!(client.get(&path).status, 200, "{path}");
    }
}
