//! `POST /api/conversations/bulk`.

use super::{BULK, Desk, NOBODY, as_role, on_ids, on_status, outcomes};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};
use std::thread;

tests![
    each_of_the_ids_has_its_outcome_with_the_reason_and_the_version,
    every_action_moves_to_its_status,
    restore_takes_from_the_archive_alone,
    a_rejection_goes_into_each_history_with_its_reason_note_and_batch,
    a_filter_changes_all_that_it_matches_and_lists_what_it_did_not,
    a_filter_selects_as_the_list_does,
    a_filter_leaves_alone_what_was_changed_after_the_user_looked,
    more_than_max_affected_is_a_409_that_says_how_many_and_changes_nothing,
    a_dry_run_gives_the_numbers_and_writes_nothing,
    a_request_sent_again_does_nothing_twice,
    a_batch_id_of_another_request_is_a_409,
    two_actions_at_once_decide_every_row_once,
    a_writer_sees_its_own_action_in_a_cached_list,
    every_wrong_field_is_named,
    a_viewer_is_refused_and_an_admin_is_not,
    another_method_or_path_is_refused,
];

fn each_of_the_ids_has_its_outcome_with_the_reason_and_the_version(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut ids = desk.ids("pending_review", 2);
    ids.append(&mut desk.ids("approved", 1));
    ids.append(&mut desk.ids("draft", 1));
    ids.push(NOBODY.to_owned());
    // One twice, in another spelling.
    ids.push(ids[0].to_uppercase());
    let answer = desk.done(&json!({ "action": "approve", "selection": { "ids": ids } }));

    let mut expected: Vec<_> = ids
        .iter()
        .zip(["changed", "changed", "unchanged", "refused", "missing"])
        .map(|(id, outcome)| (id.clone(), outcome.to_owned()))
        .collect();
    expected.sort();
    assert_eq!(outcomes(&answer), expected);
    assert_eq!(answer["matching"], 5);
    assert_eq!(answer["itemsTruncated"], false);
    assert_eq!(answer["state"], "finished");
    let counts = &answer["counts"];
    for (outcome, rows) in [
        ("changed", 2),
        ("unchanged", 1),
        ("refused", 1),
        ("missing", 1),
    ] {
        assert_eq!(counts[outcome], rows, "{outcome}");
    }
    for item in answer["items"].as_array().expect("items") {
        let id = item["id"].as_str().expect("an id");
        if item["outcome"] == "changed" {
            let version = desk.number(&format!(
                "SELECT version FROM conversations WHERE id = '{id}' AND status = 'approved'"
            ));
            assert_eq!(item["version"], version);
        } else {
            assert_eq!(item["version"], Value::Null);
        }
        if item["outcome"] == "refused" {
            assert_eq!(
                item["reason"],
                "a conversation cannot move from draft to approved; \
                 from draft it can move to generated, pending_review, archived"
            );
        }
    }
    desk.assert_whole(answer["batchId"].as_str().expect("a batchId"));
}

fn every_action_moves_to_its_status(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    for (action, from, to) in [
        ("approve", "pending_review", "approved"),
        ("reject", "pending_review", "rejected"),
        ("needs_revision", "approved", "needs_revision"),
        ("submit", "generated", "pending_review"),
        ("archive", "failed", "archived"),
        ("restore", "archived", "draft"),
    ] {
        let ids = desk.ids(from, 1);
        let answer = desk.done(&on_ids(action, &ids));
        assert_eq!(answer["counts"]["changed"], 1, "{action}: {answer}");
        assert_eq!(desk.status(&ids[0]), to, "{action}");
    }
}

fn restore_takes_from_the_archive_alone(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let ids = desk.ids("generated", 1);
    let answer = desk.done(&on_ids("restore", &ids));
    let item = &answer["items"][0];
    assert_eq!(item["outcome"], "refused");
    assert_eq!(
        item["reason"],
        "only an archived conversation can be restored; this one is generated"
    );
}

fn a_rejection_goes_into_each_history_with_its_reason_note_and_batch(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let ids = desk.ids("pending_review", 1);
    let answer = desk.done(&json!({
        "action": "reject", "reason": "off_topic", "note": "Nothing about money.",
        "selection": { "ids": ids },
    }));
    let last = desk.texts(&format!(
        "SELECT (review_history -> -1)::text FROM conversations WHERE id = '{}'",
        ids[0]
    ));
    let last: Value = serde_json::from_str(&last[0]).expect("JSON");
    for (member, value) in [
        ("from", "pending_review"),
        ("to", "rejected"),
        ("reason", "off_topic"),
        ("note", "Nothing about money."),
        ("by", "5b1f6c1e-0000-4000-8000-000000000001"),
        ("batch", answer["batchId"].as_str().expect("a batchId")),
    ] {
        assert_eq!(last[member], value, "{member}");
    }
}

fn a_filter_changes_all_that_it_matches_and_lists_what_it_did_not(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let (pending, drafts, approved) = (
        desk.count("pending_review"),
        desk.count("draft"),
        desk.count("approved"),
    );
    assert!(pending > 1_000, "more than one chunk");
    let answer = desk.done(&json!({ "action": "approve", "selection": {
        "filter": { "status": ["pending_review", "draft", "approved"] }, "maxAffected": 100_000 } }));
    assert_eq!(answer["counts"]["changed"], pending);
    assert_eq!(answer["counts"]["refused"], drafts);
    assert_eq!(answer["counts"]["unchanged"], approved);
    assert_eq!(answer["matching"], pending + drafts + approved);
    assert_eq!(desk.count("approved"), approved + pending);
    let listed = outcomes(&answer);
    assert_eq!(listed.len(), 1_000);
    assert!(listed.iter().all(|(_, outcome)| outcome != "changed"));
    assert_eq!(answer["itemsTruncated"], true);
    desk.assert_whole(answer["batchId"].as_str().expect("a batchId"));
}

fn a_filter_selects_as_the_list_does(fixture: &Fixture) {
    let client = fixture.client();
    let reviewer = as_role(fixture, &client, "reviewer");
    for (query, filter) in [
        ("", json!({})),
        (
            "status=draft&status=failed&tier=scenario",
            json!({"status": ["draft", "failed"], "tier": ["scenario"]}),
        ),
        (
            "quality_min=8.25&quality_max=9",
            json!({"quality_min": 8.25, "quality_max": 9}),
        ),
        ("search=tax", json!({"search": "tax"})),
        (
            "start_date=2026-01-01&end_date=2026-03-31",
            json!({"start_date": "2026-01-01", "end_date": "2026-03-31"}),
        ),
        (
            "category=tax,education",
            json!({"category": ["tax", "education"]}),
        ),
        ("persona=nobody", json!({"persona": ["nobody"]})),
    ] {
        let counted = client
            .get(&format!("/api/conversations/count?exact=true&{query}"))
            .data();
        let answer = reviewer.post(
            BULK,
            &json!({ "action": "archive", "dryRun": true,
            "selection": { "filter": filter, "maxAffected": 1 } }),
        );
        assert_eq!(answer.data()["matching"], counted["count"], "{query}");
    }
}

fn a_filter_leaves_alone_what_was_changed_after_the_user_looked(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let pending = desk.count("pending_review");
    let looked = desk.texts(
        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    );
    let touched = &desk.ids("pending_review", 1)[0];
    desk.run(&format!(
        "UPDATE conversations SET title = 'Another' WHERE id = '{touched}'"
    ));
    let mut body = on_status("approve", "pending_review");
    body["selection"]["asOf"] = looked[0].as_str().into();
    let answer = desk.done(&body);
    assert_eq!(answer["counts"]["changed"], pending - 1);
    assert_eq!(desk.status(touched), "pending_review");
}

fn more_than_max_affected_is_a_409_that_says_how_many_and_changes_nothing(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let pending = desk.count("pending_review");
    let mut body = on_status("approve", "pending_review");
    body["selection"]["maxAffected"] = (pending - 1).into();
    let problem = desk.reviewer.post(BULK, &body).problem(409);
    let detail = problem["detail"].as_str().expect("a detail");
    assert!(detail.contains(&pending.to_string()), "{detail}");
    assert_eq!(desk.count("pending_review"), pending);
    assert_eq!(desk.number("SELECT count(*) FROM bulk_batches"), 0);
}

fn a_dry_run_gives_the_numbers_and_writes_nothing(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let body = json!({ "action": "archive", "selection": {
        "filter": { "status": ["failed", "archived", "draft"] }, "maxAffected": 100_000 } });
    let mut dry = body.clone();
    dry["dryRun"] = true.into();
    let versions = "SELECT sum(version)::int8 FROM conversations";
    let before = desk.number(versions);
    let said = desk.done(&dry);
    assert_eq!(said["batchId"], Value::Null);
    assert_eq!(desk.number(versions), before);
    assert_eq!(desk.number("SELECT count(*) FROM bulk_batches"), 0);

    let did = desk.done(&body);
    assert_eq!(said["matching"], did["matching"]);
    for outcome in ["changed", "unchanged", "refused", "missing"] {
        assert_eq!(said["counts"][outcome], did["counts"][outcome], "{outcome}");
    }
    // All are archived now.
    let mut restore = dry.clone();
    restore["action"] = "approve".into();
    restore["selection"]["filter"] = json!({ "status": ["archived"] });
    let said = desk.done(&restore);
    assert_eq!(
        said["refusals"],
        json!([{
            "reason": "a conversation cannot move from archived to approved; from archived it can move to draft",
            "count": desk.count("archived"),
        }])
    );
}

fn a_request_sent_again_does_nothing_twice(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut body = on_status("approve", "pending_review");
    body["batchId"] = NOBODY.into();
    let first = desk.done(&body);
    let versions = "SELECT sum(version)::int8 FROM conversations";
    let before = desk.number(versions);
    assert_eq!(desk.done(&body), first);
    assert_eq!(desk.number(versions), before);
}

fn a_batch_id_of_another_request_is_a_409(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let ids = desk.ids("pending_review", 2);
    let mut body = on_ids("approve", &ids[..1]);
    body["batchId"] = NOBODY.into();
    desk.done(&body);
    let mut other_action = body.clone();
    other_action["action"] = "archive".into();
    let mut other_selection = on_ids("approve", &ids[1..]);
    other_selection["batchId"] = NOBODY.into();
    for other in [other_action, other_selection] {
        desk.reviewer.post(BULK, &other).problem(409);
    }
    assert_eq!(desk.status(&ids[1]), "pending_review");
}

fn two_actions_at_once_decide_every_row_once(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let pending = desk.count("pending_review");
    let (approve, reject) = (
        on_status("approve", "pending_review"),
        on_status("reject", "pending_review"),
    );
    let reviewer = &desk.reviewer;
    let answers = thread::scope(|scope| {
        let running =
            [&approve, &reject].map(|body| scope.spawn(move || reviewer.post(BULK, body).data()));
        running.map(|request| request.join().expect("an answer"))
    });
    let changed: i64 = answers
        .iter()
        .map(|answer| answer["counts"]["changed"].as_i64().expect("a number"))
        .sum();
    assert_eq!(changed, pending);
    assert_eq!(desk.count("pending_review"), 0);
    for answer in &answers {
        desk.assert_whole(answer["batchId"].as_str().expect("a batchId"));
    }
}

fn a_writer_sees_its_own_action_in_a_cached_list(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = crate::support::own_app::Builder::new(fixture, &url)
        .cached_for(30)
        .start();
    let reviewer = as_role(fixture, &app.client, "reviewer");
    let count = "/api/conversations/count?status=pending_review";
    assert_ne!(reviewer.get(count).data()["count"], 0);
    let answer = reviewer.post(BULK, &on_status("approve", "pending_review"));
    let generation = answer.header("x-generation").to_owned();
    let seen = reviewer.send("GET", count, &[("x-generation", &generation)]);
    assert_eq!(seen.data()["count"], 0);
}

fn every_wrong_field_is_named(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    let all = json!({ "filter": {}, "maxAffected": 10 });
    let too_many = vec![NOBODY; 1_001];
    for (body, expected) in [
        (
            json!({}),
            vec![("action", "required"), ("selection", "required")],
        ),
        (
            json!({"action": "publish", "selection": all, "dryrun": true}),
            vec![("action", "unknown_value"), ("dryrun", "unknown_field")],
        ),
        (
            json!({"action": "reject", "selection": all}),
            vec![("reason", "required")],
        ),
        (
            json!({"action": "reject", "reason": "Off topic", "selection": all}),
            vec![("reason", "not_a_code")],
        ),
        (
            json!({"action": "approve", "selection": {}}),
            vec![("selection.ids", "one_of")],
        ),
        (
            json!({"action": "approve", "selection": {"ids": [NOBODY], "filter": {}}}),
            vec![("selection.ids", "one_of")],
        ),
        (
            json!({"action": "approve", "selection": {"ids": []}}),
            vec![("selection.ids", "empty")],
        ),
        (
            json!({"action": "approve", "selection": {"ids": ["a"]}}),
            vec![("selection.ids", "not_a_uuid")],
        ),
        (
            json!({"action": "approve", "selection": {"ids": too_many}}),
            vec![("selection.ids", "too_many")],
        ),
        (
            json!({"action": "approve", "selection": {"filter": {}}}),
            vec![("selection.maxAffected", "required")],
        ),
        (
            json!({"action": "approve", "selection": {"filter": {}, "maxAffected": 1_000_001}}),
            vec![("selection.maxAffected", "out_of_range")],
        ),
        (
            json!({"action": "approve", "selection": {"filter": {}, "maxAffected": 1, "asOf": "2026-11-20"}}),
            vec![("selection.asOf", "not_a_time")],
        ),
        (
            json!({"action": "approve", "selection": {"maxAffected": 1, "filter": {
                "status": [], "tier": ["gold"], "quality_min": 9, "quality_max": 8, "persona": "a", "stauts": ["draft"]}}}),
            vec![
                ("selection.filter.status", "empty"),
                ("selection.filter.persona", "not_a_list"),
                ("selection.filter.tier", "unknown_value"),
                ("selection.filter.quality_min", "range_upside_down"),
                ("selection.filter.stauts", "unknown_field"),
            ],
        ),
        (
            json!({"action": "approve", "selection": all, "batchId": "a", "note": ""}),
            vec![("note", "empty"), ("batchId", "not_a_uuid")],
        ),
    ] {
        let named = reviewer.post(BULK, &body).invalid_fields();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(field, code)| (field.to_owned(), code.to_owned()))
            .collect();
        assert_eq!(named, expected, "{body}");
    }
    let parameter = reviewer.post(&format!("{BULK}?dryRun=true"), &json!({}));
    assert_eq!(
        parameter.invalid_fields(),
        [("dryRun".to_owned(), "unknown_parameter".to_owned())]
    );
    let other = [("content-type", "text/plain")];
    reviewer
        .send_bytes("POST", BULK, &other, b"{}".to_vec())
        .problem(415);
    let (status, problem) = reviewer.state("POST", BULK, "application/json", 300_000);
    assert_eq!(status, 413, "{problem}");
}

fn a_viewer_is_refused_and_an_admin_is_not(fixture: &Fixture) {
    let client = fixture.client();
    let mut body = on_ids("approve", &[NOBODY.to_owned()]);
    body["dryRun"] = true.into();
    client.signed_out().post(BULK, &body).problem(401);
    as_role(fixture, &client, "viewer")
        .post(BULK, &body)
        .problem(403);
    for role in ["reviewer", "admin"] {
        as_role(fixture, &client, role).post(BULK, &body).data();
    }
}

fn another_method_or_path_is_refused(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let answer = reviewer.send(method, BULK, &[]);
        answer.problem(405);
        assert_eq!(answer.header("allow"), "POST", "{method}");
    }
}
