//! `GET /api/export/manifest`: what the file is said to be is what it is.

use super::{FORMATS, lines_of, reviewer, samples};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

tests![
    bytes_and_digest_are_those_of_the_download,
    the_counts_add_up,
    what_is_left_out_is_named_with_its_reason,
    a_file_without_defects_is_ok,
    the_filter_is_repeated,
    dataset_info_is_what_llama_factory_reads,
    a_manifest_over_its_deadline_is_a_504,
];

const SAMPLES: &str = "category=export-sample";

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn bytes_and_digest_are_those_of_the_download(fixture: &Fixture) {
    let (_app, client, _) = samples(fixture);
    for format in FORMATS {
        for include in ["", "&include=metadata"] {
            let query = format!("format={format}{include}&{SAMPLES}");
            let file = client.get(&format!("/api/export?{query}"));
            let manifest = client.get(&format!("/api/export/manifest?{query}")).data();
            assert_eq!(manifest["bytes"], file.body.len(), "{query}");
            assert_eq!(manifest["sha256"], digest(&file.body), "{query}");
            assert_eq!(
                manifest["counts"]["exported"],
                file.text().lines().count(),
                "{query}"
            );
        }
    }
}

fn manifest_of(fixture: &Fixture, query: &str) -> Value {
    let (_app, client, _) = samples(fixture);
    client
        .get(&format!("/api/export/manifest?{query}&{SAMPLES}"))
        .data()
}

fn the_counts_add_up(fixture: &Fixture) {
    assert_eq!(
        manifest_of(fixture, "format=kto")["counts"],
        json!({
            "matching": 7,
            "exported": 3,
            "skipped": 4,
            "turns": 9,
            "byStatus": {"approved": 2, "rejected": 1},
        })
    );
}

fn what_is_left_out_is_named_with_its_reason(fixture: &Fixture) {
    let id = |number: u8| format!("00000000-0000-4000-8000-{number:012}");
    let finding = |code: &str, number| json!({"code": code, "count": 1, "examples": [id(number)]});
    let everywhere = [
        finding("ends_without_assistant", 5),
        finding("no_turns", 6),
        finding("not_alternating", 7),
    ];
    for (format, own) in [
        ("messages", None),
        ("kto", Some(finding("not_decided", 4))),
        ("chatml", Some(finding("holds_marks", 4))),
    ] {
        let problems: Vec<Value> = own.into_iter().chain(everywhere.iter().cloned()).collect();
        assert_eq!(
            manifest_of(fixture, &format!("format={format}"))["validator"],
            json!({"ok": false, "problems": problems}),
            "{format}"
        );
    }
}

fn a_file_without_defects_is_ok(fixture: &Fixture) {
    assert_eq!(
        manifest_of(fixture, "format=kto&status=approved")["validator"],
        json!({"ok": true, "problems": []})
    );
}

fn the_filter_is_repeated(fixture: &Fixture) {
    let manifest = manifest_of(
        fixture,
        "format=alpaca&include=metadata&status=rejected,approved&quality_min=8.25&start_date=2026-01-01&search=savings",
    );
    assert_eq!(
        manifest["filter"],
        json!({
            "status": ["approved", "rejected"],
            "qualityMin": 8.25,
            "search": "savings",
            "startDate": "2026-01-01T00:00:00.000000Z",
            "category": ["export-sample"],
        })
    );
    assert_eq!(manifest["format"], "alpaca");
    assert_eq!(manifest["include"], json!(["metadata"]));
    assert_eq!(manifest["fileName"], "parley-alpaca.jsonl");
}

fn dataset_info_is_what_llama_factory_reads(fixture: &Fixture) {
    for format in FORMATS {
        let entries = &manifest_of(fixture, &format!("format={format}"))["datasetInfo"];
        if format == "kto" {
            assert_eq!(*entries, json!({}));
            continue;
        }
        let entry = &entries["parley"];
        assert_eq!(entry["file_name"], format!("parley-{format}.jsonl"));
        // Every column that it names is in every line, and so is every key of a message.
        for line in lines_of(format).lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            for column in entry["columns"].as_object().expect("columns").values() {
                let column = column.as_str().expect("a name");
                assert!(line.get(column).is_some(), "{format}: no {column}");
            }
            let Some(tags) = entry.get("tags") else {
                continue;
            };
            let messages = &line[entry["columns"]["messages"].as_str().expect("a name")];
            for message in messages.as_array().expect("messages") {
                let role = &message[tags["role_tag"].as_str().expect("a name")];
                assert!(
                    ["user_tag", "assistant_tag", "system_tag"]
                        .iter()
                        .any(|tag| tags[tag] == *role),
                    "{format}: {role}"
                );
                assert!(message[tags["content_tag"].as_str().expect("a name")].is_string());
            }
        }
    }
}

fn a_manifest_over_its_deadline_is_a_504(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("long_request_timeout_ms", "500")]);
    let client = reviewer(fixture, &app.client);
    let _lock = fixture.lock_table(&url);
    client
        .get("/api/export/manifest?format=messages")
        .problem(504);
}
