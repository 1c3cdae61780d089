//! `POST /api/import`.

use super::{Desk, JSONL, PATH, counts, line, lines};
use crate::support::{
    fixture::Fixture, own_app::Builder, own_postgres::OwnPostgres, registry::tests, tokens,
};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::{
    io::Write,
    thread,
    time::{Duration, Instant},
};

tests![
    each_shape_becomes_the_same_conversation,
    what_a_line_tells_of_its_conversation_is_kept,
    parameters_say_what_the_lines_do_not,
    a_parameter_that_is_not_valid_is_named,
    a_bad_line_is_reported_and_the_others_go_in,
    only_the_first_thousand_bad_lines_are_named,
    a_file_sent_again_creates_nothing_twice,
    two_who_send_the_same_file_at_once_create_nothing_twice,
    a_dry_run_reports_and_writes_nothing,
    a_file_may_be_written_by_any_editor,
    a_huge_line_is_one_bad_line,
    a_packed_file_is_unpacked,
    a_file_that_is_too_large_is_refused,
    what_is_imported_is_seen_at_once,
    a_database_that_goes_away_in_mid_file_is_a_503_that_says_how_far_it_got,
    reviewers_and_admins_import,
    only_lines_of_json_are_taken,
    it_takes_post_alone,
];

fn gzip(file: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(file).expect("a packed file");
    encoder.finish().expect("a packed file")
}

fn each_shape_becomes_the_same_conversation(fixture: &Fixture) {
    let shapes = [
        json!({"messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "Shall I\nsell?", "name": "Ada"},
            {"role": "assistant", "content": "What is it for?", "train": true},
            {"role": "user", "content": "A house. 育児"},
            {"role": "assistant", "content": " Then wait. "},
        ]}),
        json!({"id": 7, "system": "Be kind.", "conversations": [
            {"from": "human", "value": "Shall I\nsell?"},
            {"from": "gpt", "value": "What is it for?"},
            {"from": "user", "value": "A house. 育児"},
            {"from": "assistant", "value": " Then wait. "},
        ]}),
        json!({"instruction": "A house. 育児", "input": "", "output": " Then wait. ", "system": "Be kind.",
            "history": [["Shall I\nsell?", "What is it for?"]]}),
    ];
    for shape in shapes {
        let mut desk = Desk::open(fixture);
        let report = desk.import(shape.to_string());
        assert_eq!(counts(&report), [1, 1, 0, 0], "{report}");
        let rows = desk.titled("Shall I sell?");
        let [row] = rows.as_slice() else {
            panic!("{rows:?}");
        };
        let expected = json!([
            ["system", "Be kind."],
            ["user", "Shall I\nsell?"],
            ["assistant", "What is it for?"],
            ["user", "A house. 育児"],
            ["assistant", " Then wait. "],
        ]);
        assert_eq!(row["turns"], expected);
        for (name, value) in [
            ("status", json!("generated")),
            ("tier", json!("template")),
            ("total_turns", json!(5)),
            ("created_by", json!("reviewer-1")),
            ("quality_score", Value::Null),
            ("category", json!([])),
            ("review_history", json!([])),
            ("version", json!(1)),
        ] {
            assert_eq!(row[name], value, "{name}");
        }
        desk.assert_consistent();
    }
}

fn what_a_line_tells_of_its_conversation_is_kept(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let told = json!({"instruction": "Sum up", "input": "the letter", "output": "It is long.", "metadata": {
        "id": "elsewhere", "title": "A letter", "persona": "Anna", "emotion": "calm", "tier": "edge_case",
        "category": ["tax", "letters"], "qualityScore": 8.25, "parameters": {"model": "m", "temperature": 0.7},
        "status": "approved",
    }});
    let not_told = json!({"instruction": "Who", "output": "I", "metadata": {"title": null, "qualityScore": null}});
    let foreign = json!({"instruction": "What", "output": "It", "metadata": "scraped"});
    let report = desk.send(
        "?category=tax&category=2026",
        format!("{told}\n{not_told}\n{foreign}"),
    );
    assert_eq!(counts(&report.data()), [3, 3, 0, 0]);
    let row = &desk.titled("A letter")[0];
    assert_eq!(row["turns"][0], json!(["user", "Sum up\nthe letter"]));
    for (name, value) in [
        ("persona", json!("Anna")),
        ("emotion", json!("calm")),
        ("tier", json!("edge_case")),
        ("category", json!(["tax", "letters", "2026"])),
        ("quality_score", json!(8.25)),
        ("parameters", json!({"model": "m", "temperature": 0.7})),
        // A decision has an author and a history, which a file cannot bring.
        ("status", json!("generated")),
    ] {
        assert_eq!(row[name], value, "{name}");
    }
    assert_eq!(desk.titled("Who")[0]["category"], json!(["2026", "tax"]));
    assert_eq!(desk.titled("What").len(), 1);
}

fn parameters_say_what_the_lines_do_not(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    desk.send("?tier=scenario&status=pending_review", line(1))
        .data();
    let row = &desk.titled("Question 1")[0];
    assert_eq!(row["tier"], "scenario");
    assert_eq!(row["status"], "pending_review");
}

fn a_parameter_that_is_not_valid_is_named(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    for (query, field, code) in [
        ("?tier=none", "tier", "unknown_value"),
        ("?status=approved", "status", "unknown_value"),
        ("?dry_run=perhaps", "dry_run", "unknown_value"),
        ("?category=", "category", "empty"),
        ("?dryrun=true", "dryrun", "unknown_parameter"),
    ] {
        let named = desk.send(query, line(1)).invalid_fields();
        assert_eq!(named, [(field.to_owned(), code.to_owned())], "{query}");
    }
    assert_eq!(desk.imported(), 0);
}

fn a_bad_line_is_reported_and_the_others_go_in(fixture: &Fixture) {
    let said = |from: &str, value: Value| json!({"from": from, "value": value});
    let share_gpt = |turns: Value| json!({ "conversations": turns }).to_string();
    let deep = format!("{}1{}", "[".repeat(17), "]".repeat(17));
    let bad: Vec<(String, &str)> = vec![
        ("no JSON".to_owned(), "not_json"),
        ("{\"messages\": [".to_owned(), "not_json"),
        ("[]".to_owned(), "not_an_object"),
        ("{}".to_owned(), "unknown_shape"),
        (r#"{"text": "a"}"#.to_owned(), "unknown_shape"),
        (r#"{"messages": {}}"#.to_owned(), "not_a_list"),
        (r#"{"messages": []}"#.to_owned(), "empty"),
        (r#"{"messages": ["a"]}"#.to_owned(), "not_an_object"),
        (r#"{"messages": [{"role": "user"}]}"#.to_owned(), "required"),
        (
            r#"{"messages": [{"role": "tool", "content": "a"}]}"#.to_owned(),
            "unknown_role",
        ),
        (
            r#"{"messages": [{"role": "user", "content": ["a"]}]}"#.to_owned(),
            "not_a_text",
        ),
        (share_gpt(json!([said("human", json!(" \n"))])), "empty"),
        (
            share_gpt(json!([said("human", json!("\u{feff}\u{1f}"))])),
            "empty",
        ),
        (share_gpt(json!([said("human", json!("a\u{0}b"))])), "nul"),
        (
            share_gpt(json!([said("gpt", json!("a"))])),
            "user_not_first",
        ),
        (
            share_gpt(json!([
                said("human", json!("a")),
                said("human", json!("b"))
            ])),
            "not_alternating",
        ),
        (
            share_gpt(json!([
                said("human", json!("a")),
                said("system", json!("b"))
            ])),
            "system_not_first",
        ),
        (
            share_gpt(json!([said("human", json!("a".repeat(100_001)))])),
            "too_long",
        ),
        (
            share_gpt(
                (0..501)
                    .map(|turn| said(["human", "gpt"][turn % 2], json!("a")))
                    .collect(),
            ),
            "too_many",
        ),
        (r#"{"instruction": "a"}"#.to_owned(), "required"),
        (r#"{"instruction": "a", "output": ""}"#.to_owned(), "empty"),
        (
            r#"{"instruction": "a", "output": "b", "history": [["c"]]}"#.to_owned(),
            "not_a_pair",
        ),
        (
            r#"{"instruction": "a", "output": "b", "metadata": {"tier": "gold"}}"#.to_owned(),
            "unknown_value",
        ),
        (
            r#"{"instruction": "a", "output": "b", "metadata": {"qualityScore": 11}}"#.to_owned(),
            "out_of_range",
        ),
        (
            format!(r#"{{"instruction": "a", "output": "b", "other": {deep}}}"#),
            "too_deep",
        ),
        (
            r#"{"instruction": "\ud800", "output": "b"}"#.to_owned(),
            "not_json",
        ),
    ];
    let mut file = String::new();
    for (number, (text, _)) in bad.iter().enumerate() {
        file.push_str(&line(number));
        file.push_str(&format!("{text}\n\n"));
    }
    let mut file = file.into_bytes();
    file.extend(b"{\"instruction\": \"\xff\", \"output\": \"b\"}");

    let mut desk = Desk::open(fixture);
    let report = desk.import(file);
    let mut expected: Vec<(usize, &str)> = bad
        .iter()
        .enumerate()
        .map(|(number, (_, code))| (3 * number + 2, *code))
        .collect();
    expected.push((3 * bad.len() + 1, "not_utf8"));
    let errors = report["errors"].as_array().expect("errors");
    let named: Vec<(usize, &str)> = errors
        .iter()
        .map(|error| {
            assert!(!error["message"].as_str().unwrap_or_default().is_empty());
            let line = error["line"].as_u64().expect("a line");
            (line as usize, error["code"].as_str().expect("a code"))
        })
        .collect();
    assert_eq!(named, expected);
    assert_eq!(report["errorsTruncated"], false);
    let (good, failed) = (bad.len() as u64, expected.len() as u64);
    assert_eq!(counts(&report), [good + failed, good, 0, failed]);
    assert_eq!(desk.imported(), good.cast_signed());
    desk.assert_consistent();
}

fn only_the_first_thousand_bad_lines_are_named(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let report = desk.import("x\n".repeat(1_500));
    assert_eq!(counts(&report), [1_500, 0, 0, 1_500]);
    let errors = report["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1_000);
    assert_eq!(errors[999]["line"], 1_000);
    assert_eq!(report["errorsTruncated"], true);
}

fn a_file_sent_again_creates_nothing_twice(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let file = lines((0..1_200).chain([3, 700]));
    assert_eq!(counts(&desk.import(file.clone())), [1_202, 1_200, 2, 0]);
    assert_eq!(counts(&desk.import(file)), [1_202, 0, 1_202, 0]);
    let grown = lines(1_100..1_300);
    assert_eq!(counts(&desk.import(grown)), [200, 100, 100, 0]);
    assert_eq!(desk.imported(), 1_300);
    desk.assert_consistent();
}

fn two_who_send_the_same_file_at_once_create_nothing_twice(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let (forward, back) = (lines(0..2_000), lines((0..2_000).rev()));
    let created: u64 = thread::scope(|scope| {
        let desk = &desk;
        let send = |file: String| {
            let sender = desk.reviewer.clone();
            scope.spawn(move || sender.send_bytes("POST", PATH, &[JSONL], file.into_bytes()))
        };
        [send(forward), send(back)]
            .into_iter()
            .map(|sent| counts(&sent.join().expect("an answer").data())[1])
            .sum()
    });
    assert_eq!(created, 2_000);
    assert_eq!(desk.imported(), 2_000);
    desk.assert_consistent();
}

fn a_dry_run_reports_and_writes_nothing(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    desk.import(lines(0..10));
    let file = format!("{}x\n{}", lines(0..1_000), lines(500..1_010));
    let report = desk.send("?dry_run=true", file.clone()).data();
    assert_eq!(counts(&report), [1_511, 1_000, 510, 1]);
    assert_eq!(report["dryRun"], true);
    assert_eq!(report["errors"][0]["line"], 1_001);
    assert_eq!(desk.imported(), 10);
    let report = desk.import(file);
    assert_eq!(counts(&report), [1_511, 1_000, 510, 1]);
    assert_eq!(report["dryRun"], false);
}

fn a_file_may_be_written_by_any_editor(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let file = format!(
        "\u{feff}{}\r\n\r\n   \r\n{}\r\n\n{}",
        line(1).trim(),
        line(2).trim(),
        line(3).trim()
    );
    assert_eq!(counts(&desk.import(file)), [3, 3, 0, 0]);
    assert_eq!(desk.imported(), 3);
    for empty in ["", "\n\n", "\u{feff}\r\n"] {
        assert_eq!(counts(&desk.import(empty)), [0, 0, 0, 0], "{empty:?}");
    }
}

fn a_huge_line_is_one_bad_line(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let huge = "x".repeat(5 * 1024 * 1024);
    let report = desk.import(format!("{}{huge}\n{}", line(1), line(2)));
    assert_eq!(counts(&report), [3, 2, 0, 1]);
    assert_eq!(report["errors"][0]["line"], 2);
    assert_eq!(report["errors"][0]["code"], "line_too_long");
    assert_eq!(desk.imported(), 2);
}

fn a_packed_file_is_unpacked(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let send = |desk: &Desk<'_>, encoding: &str, file: Vec<u8>| {
        desk.reviewer
            .send_bytes("POST", PATH, &[JSONL, ("content-encoding", encoding)], file)
    };
    let packed = gzip(lines(0..3_000).as_bytes());
    let report = send(&desk, "gzip", packed.clone()).data();
    assert_eq!(counts(&report), [3_000, 3_000, 0, 0]);
    let mut members = gzip(lines(2_999..3_001).as_bytes());
    members.extend(gzip(line(3_001).as_bytes()));
    let report = send(&desk, "GZIP", members).data();
    assert_eq!(counts(&report), [3, 2, 1, 0]);
    let report = send(&desk, "identity", line(0).into_bytes()).data();
    assert_eq!(counts(&report), [1, 0, 1, 0]);

    for broken in [
        packed[..packed.len() - 4].to_vec(),
        packed[..packed.len() / 2].to_vec(),
        line(9_999).into_bytes(),
    ] {
        send(&desk, "gzip", broken).problem(400);
    }
    send(&desk, "br", packed).problem(415);
    assert_eq!(desk.imported(), 3_002);
}

/// 100 MiB, and a little.
fn a_file_that_is_too_large_is_refused(fixture: &Fixture) {
    const TOO_LARGE: usize = 101 * 1024 * 1024;
    let desk = Desk::open(fixture);
    let stated = desk.reviewer.state("POST", PATH, JSONL.1, TOO_LARGE);
    assert_eq!(stated.0, 413, "{}", stated.1);

    let mut upload = desk.reviewer.upload(PATH);
    upload
        .send(line(1).as_bytes())
        .expect("a line that is taken");
    let piece = vec![b' '; 1024 * 1024];
    let refused = (0..TOO_LARGE / piece.len() + 64).find(|_| upload.send(&piece).is_err());
    let (status, problem) = upload.finish();
    assert_eq!(status, 413, "after {refused:?} pieces: {problem}");

    let bomb = gzip(&vec![b'\n'; TOO_LARGE]);
    let headers = [JSONL, ("content-encoding", "gzip")];
    desk.reviewer
        .send_bytes("POST", PATH, &headers, bomb)
        .problem(413);
}

fn what_is_imported_is_seen_at_once(fixture: &Fixture) {
    const COUNT: &str = "/api/conversations/count?status=draft&category=imported";
    let url = fixture.own_database();
    let builder = Builder::new(fixture, &url).cached_for(30);
    let desk = Desk::started(builder, fixture, &url);
    assert_eq!(desk.reviewer.get(COUNT).data()["count"], 0);
    let answer = desk.send("?status=draft&category=imported", lines(0..5));
    let generation = answer.header("x-generation");
    let seen = desk
        .reviewer
        .send("GET", COUNT, &[("x-generation", generation)]);
    assert_eq!(seen.data()["count"], 5);
    let again = desk.send("?status=draft&category=imported", lines(0..5));
    assert_eq!(again.optional_header("x-generation"), None);
}

fn a_database_that_goes_away_in_mid_file_is_a_503_that_says_how_far_it_got(fixture: &Fixture) {
    let mut postgres = OwnPostgres::start(fixture);
    let mut desk = Desk::on(fixture, postgres.url.clone());
    let mut upload = desk.reviewer.upload(PATH);
    upload
        .send(lines(0..500).as_bytes())
        .expect("lines that are taken");
    let started = Instant::now();
    while desk.imported() < 500 {
        assert!(started.elapsed() < Duration::from_secs(20), "not written");
        thread::sleep(Duration::from_millis(20));
    }
    postgres.stop();
    for start in (500..3_000).step_by(100) {
        if upload.send(lines(start..start + 100).as_bytes()).is_err() {
            break;
        }
    }
    let (status, problem) = upload.finish();
    assert_eq!(status, 503, "{problem}");
    assert!(problem.contains("the first 500 lines are in"), "{problem}");
    postgres.start_again();
    desk.connection = fixture.connect(&postgres.url);
    let report = desk.import(lines(0..3_000));
    assert_eq!(counts(&report), [3_000, 2_500, 500, 0]);
    desk.assert_consistent();
}

fn reviewers_and_admins_import(fixture: &Fixture) {
    let mut desk = Desk::open(fixture);
    let as_role = |desk: &Desk<'_>, role: &str| {
        let token = tokens::of(fixture.secret(), role, role);
        desk.reviewer
            .with_token(&token)
            .send_bytes("POST", PATH, &[JSONL], line(1).into_bytes())
    };
    let signed_out = desk.reviewer.signed_out();
    let refused = signed_out.send_bytes("POST", PATH, &[JSONL], line(1).into_bytes());
    refused.problem(401);
    refused.header("www-authenticate");
    as_role(&desk, "viewer").problem(403);
    assert_eq!(desk.imported(), 0);
    assert_eq!(counts(&as_role(&desk, "reviewer").data())[1], 1);
    assert_eq!(counts(&as_role(&desk, "admin").data())[2], 1);
}

fn only_lines_of_json_are_taken(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let send = |media_type: &str| {
        let header = ("content-type", media_type);
        desk.reviewer
            .send_bytes("POST", PATH, &[header], line(1).into_bytes())
    };
    for media_type in [
        "application/jsonl",
        "application/x-ndjson; charset=utf-8",
        "text/plain",
        "application/octet-stream",
    ] {
        send(media_type).data();
    }
    for media_type in ["application/json", "multipart/form-data", "text/csv", "?"] {
        send(media_type).problem(415);
    }
}

fn it_takes_post_alone(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = desk.reviewer.send(method, PATH, &[]);
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), "POST", "{method}");
    }
}
