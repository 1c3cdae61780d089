//! Conversations for a trainer.

pub mod get;
pub mod manifest;
pub mod trainers;
pub mod transfer;

use crate::support::{client::Client, fixture::Fixture, own_app::OwnApp, tokens};

/// Every format.
const FORMATS: [&str; 6] = ["messages", "sharegpt", "alpaca", "axolotl", "kto", "chatml"];

/// The conversations of `tests/fixtures/export/conversations.sql`, and an app on them.
fn samples(fixture: &Fixture) -> (OwnApp, Client, String) {
    let url = fixture.own_database();
    fixture.run(
        &mut fixture.connect(&url),
        include_str!("../../../fixtures/export/conversations.sql"),
    );
    let app = fixture.own_app(&url, &[]);
    let reviewer = reviewer(fixture, &app.client);
    (app, reviewer, url)
}

fn reviewer(fixture: &Fixture, client: &Client) -> Client {
    client.with_token(&tokens::of(fixture.secret(), "reviewer", "somebody"))
}

/// The reviewed lines of the samples in a format.
fn lines_of(format: &str) -> &'static str {
    match format {
        "messages" => include_str!("../../../fixtures/export/messages.jsonl"),
        "sharegpt" => include_str!("../../../fixtures/export/sharegpt.jsonl"),
        "alpaca" => include_str!("../../../fixtures/export/alpaca.jsonl"),
        "axolotl" => include_str!("../../../fixtures/export/axolotl.jsonl"),
        "kto" => include_str!("../../../fixtures/export/kto.jsonl"),
        "chatml" => include_str!("../../../fixtures/export/chatml.jsonl"),
        _ => panic!("no samples of {format}"),
    }
}
