//! `POST /api/conversations/bulk/:batchId/undo`.

use super::{BULK, Desk, NOBODY, as_role, on_ids, on_status, outcomes, path, undo};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::json;

tests![
    all_that_nobody_changed_since_is_as_it_was,
    what_somebody_changed_since_is_left_alone_and_listed,
    every_action_can_be_undone,
    a_second_undo_changes_nothing_and_says_so,
    an_action_that_was_cut_off_is_undone_as_far_as_it_came,
    a_request_sent_again_after_its_undo_does_nothing,
    a_batch_that_does_not_exist_is_a_404,
    only_reviewers_and_admins_may_undo,
    another_method_is_refused,
];

fn all_that_nobody_changed_since_is_as_it_was(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let statuses = "SELECT md5(string_agg(id::text || status, ',' ORDER BY id)) FROM conversations";
    let before = desk.texts(statuses);
    let answer = desk.done(&on_status("approve", "pending_review"));
    let changed = &answer["counts"]["changed"];
    assert!(changed.as_i64() > Some(1_000), "more than one chunk");
    assert_ne!(desk.texts(statuses), before);

    let undone = desk.undone(&answer["batchId"]);
    assert_eq!(undone["alreadyUndone"], false);
    assert_eq!(undone["state"], "undone");
    assert_eq!(&undone["counts"]["undone"], changed);
    assert_eq!(undone["counts"]["changedSince"], 0);
    assert_eq!(desk.texts(statuses), before);
    assert_eq!(desk.number("SELECT count(*) FROM counters_check()"), 0);
}

fn what_somebody_changed_since_is_left_alone_and_listed(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let ids = desk.ids("pending_review", 5);
    let answer = desk.done(&on_ids("approve", &ids));
    desk.run(&format!(
        "UPDATE conversations SET title = 'Another' WHERE id = '{}';
         UPDATE conversations SET status = 'archived', decided_by = 'someone' WHERE id = '{}';
         DELETE FROM conversations WHERE id = '{}'",
        ids[0], ids[1], ids[2]
    ));
    let undone = desk.undone(&answer["batchId"]);
    assert_eq!(undone["counts"]["undone"], 2);
    assert_eq!(undone["counts"]["changedSince"], 3);
    let listed: Vec<_> = outcomes(&undone);
    let expected: Vec<_> = ids[..3]
        .iter()
        .map(|id| (id.clone(), "changed_since".to_owned()))
        .collect();
    assert_eq!(listed, expected);
    assert_eq!(undone["items"][2]["reason"], "it was deleted since");
    assert_eq!(desk.status(&ids[0]), "approved");
    assert_eq!(desk.status(&ids[1]), "archived");
    for id in &ids[3..] {
        assert_eq!(desk.status(id), "pending_review");
    }
}

fn every_action_can_be_undone(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    for (action, from) in [
        ("approve", "pending_review"),
        ("reject", "pending_review"),
        ("needs_revision", "rejected"),
        ("submit", "draft"),
        ("archive", "rejected"),
        ("archive", "failed"),
        ("restore", "archived"),
    ] {
        let ids = desk.ids(from, 1);
        let answer = desk.done(&on_ids(action, &ids));
        let undone = desk.undone(&answer["batchId"]);
        assert_eq!(undone["counts"]["undone"], 1, "{action}");
        assert_eq!(desk.status(&ids[0]), from, "{action}");
    }
}

fn a_second_undo_changes_nothing_and_says_so(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let ids = desk.ids("pending_review", 2);
    let answer = desk.done(&on_ids("approve", &ids));
    let first = desk.undone(&answer["batchId"]);
    desk.done(&on_ids("approve", &ids));
    let second = desk.undone(&answer["batchId"]);
    assert_eq!(second["alreadyUndone"], true);
    assert_eq!(second["counts"], first["counts"]);
    assert_eq!(second["undoneAt"], first["undoneAt"]);
    assert_eq!(desk.status(&ids[0]), "approved");
}

fn an_action_that_was_cut_off_is_undone_as_far_as_it_came(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let pending = desk.count("pending_review");
    let mut body = on_status("approve", "pending_review");
    body["batchId"] = NOBODY.into();
    desk.done(&body);
    // As if the host had ended after the first chunk.
    desk.run(&format!(
        "SELECT bulk_batch_undo_step('{NOBODY}', 'someone', 1000000);
         UPDATE bulk_batches SET finished_at = NULL, undone_through = NULL, undone = 0, changed = 0;
         DELETE FROM bulk_batch_items;
         INSERT INTO bulk_batch_chunks (batch_id, number, conversation_ids)
         SELECT '{NOBODY}', (n - 1) / 10, array_agg(id ORDER BY id)
         FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM conversations WHERE status = 'pending_review' LIMIT 20) AS c
         GROUP BY 2;
         UPDATE bulk_batches SET as_of = clock_timestamp();
         SELECT bulk_batch_step('{NOBODY}')"
    ));
    assert_eq!(desk.count("pending_review"), pending - 10);
    let undone = desk.undone(&NOBODY.into());
    assert_eq!(undone["counts"]["undone"], 10);
    assert_eq!(desk.count("pending_review"), pending);
    assert_eq!(desk.number("SELECT count(*) FROM bulk_batch_chunks"), 0);
}

fn a_request_sent_again_after_its_undo_does_nothing(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let ids = desk.ids("pending_review", 1);
    let mut body = on_ids("approve", &ids);
    body["batchId"] = NOBODY.into();
    let answer = desk.done(&body);
    desk.undone(&answer["batchId"]);
    let again = desk.done(&body);
    assert_eq!(again["state"], "undone");
    assert_eq!(desk.status(&ids[0]), "pending_review");
    assert_eq!(
        desk.reviewer.get(&path(&answer["batchId"])).data()["state"],
        "undone"
    );
}

fn a_batch_that_does_not_exist_is_a_404(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    for batch in [NOBODY, "a"] {
        reviewer
            .post(&format!("{BULK}/{batch}/undo"), &json!({}))
            .problem(404);
    }
}

fn only_reviewers_and_admins_may_undo(fixture: &Fixture) {
    let client = fixture.client();
    let at = undo(&NOBODY.into());
    client.signed_out().post(&at, &json!({})).problem(401);
    as_role(fixture, &client, "viewer")
        .post(&at, &json!({}))
        .problem(403);
    for role in ["reviewer", "admin"] {
        as_role(fixture, &client, role)
            .post(&at, &json!({}))
            .problem(404);
    }
}

fn another_method_is_refused(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let answer = reviewer.send(method, &undo(&NOBODY.into()), &[]);
        answer.problem(405);
        assert_eq!(answer.header("allow"), "POST", "{method}");
    }
}
