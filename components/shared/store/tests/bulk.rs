//! Statements of bulk actions: nothing of a request becomes SQL.

use parley_domain::{bulk::BulkRequest, document::Fields, query::BatchQuery};
use parley_store::{
    conversations::bulk::{self, Listed},
    statement::Statement,
};
use uuid::Uuid;

/// With something to look for in every text that a caller chooses.
const BODIES: [&str; 2] = [
    r#"{"action": "reject", "reason": "mark", "note": "MARK", "batchId": "6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11",
        "selection": {"ids": ["6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b12"]}}"#,
    r#"{"action": "approve", "note": "MARK", "batchId": "6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11", "selection": {
        "asOf": "2026-01-01T00:00:00Z", "maxAffected": 7777, "filter": {"status": ["draft"], "tier": ["template"],
        "quality_min": 1, "quality_max": 2, "search": "MARK", "start_date": "2026-01-01", "end_date": "2026-01-02",
        "category": ["MARK"], "persona": ["MARK"], "emotion": ["MARK"],
        "template_id": ["6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b13"]}}}"#,
];

fn statements() -> Vec<Statement> {
    let batch = Uuid::from_u128(0x6b1f_5c1e << 96);
    let query = BatchQuery::parse("outcome=refused&cursor=6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b14");
    let mut statements = vec![
        bulk::step(batch),
        bulk::undo_step(batch, "MARK"),
        bulk::report(batch, Listed::All, ""),
        bulk::report(batch, Listed::NotChanged, ""),
        bulk::report(batch, Listed::ChangedSince, ""),
        bulk::page(batch, &query.expect("valid")),
    ];
    for body in BODIES {
        let fields = Fields::read(body.as_bytes()).expect("JSON");
        let request = BulkRequest::parse(fields).expect("valid");
        let parameters = request.parameters().expect("JSON");
        statements.extend([
            bulk::find(batch, &request, &parameters, "MARK"),
            bulk::begin(&request, &parameters, "MARK"),
            bulk::preview(&request),
        ]);
    }
    statements
}

#[test]
fn values_become_parameters_and_never_text() {
    for statement in statements() {
        for value in ["MARK", "mark", "6b1f5c1e", "2026", "7777"] {
            let text = statement.text();
            assert!(!text.contains(value), "{value} stands in {text}");
        }
    }
}

#[test]
fn every_parameter_stands_in_the_text_once() {
    for statement in statements() {
        let (text, parameters) = statement.into_parts();
        for number in 1..=parameters.len() {
            let found = text.matches(&format!("${number}::")).count();
            assert_eq!(found, 1, "${number} in {text}");
        }
    }
}
