//! `GET /api/conversations/bulk/:batchId`.

use super::{BULK, Desk, NOBODY, as_role, on_ids, outcomes, path};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::json;

tests![
    items_come_page_by_page_each_once,
    items_can_be_asked_for_by_outcome,
    a_running_batch_says_how_far_it_is,
    a_batch_that_does_not_exist_is_a_404,
    wrong_parameters_are_named,
    only_reviewers_and_admins_may_look,
    another_method_is_refused,
];

fn items_come_page_by_page_each_once(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut ids = desk.ids("pending_review", 30);
    ids.append(&mut desk.ids("draft", 15));
    let answer = desk.done(&on_ids("approve", &ids));
    let mut seen = Vec::new();
    let mut at = format!("{}?limit=20", path(&answer["batchId"]));
    loop {
        let page = desk.reviewer.get(&at).data();
        assert_eq!(page["counts"], answer["counts"]);
        seen.append(&mut outcomes(&page));
        let Some(cursor) = page["pagination"]["nextCursor"].as_str() else {
            assert_eq!(page["pagination"]["hasMore"], false);
            break;
        };
        assert_eq!(page["pagination"]["hasMore"], true);
        at = format!("{}?limit=20&cursor={cursor}", path(&answer["batchId"]));
    }
    assert_eq!(seen, outcomes(&answer));
}

fn items_can_be_asked_for_by_outcome(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut ids = desk.ids("pending_review", 3);
    ids.append(&mut desk.ids("draft", 2));
    ids.append(&mut desk.ids("approved", 1));
    ids.push(NOBODY.to_owned());
    let answer = desk.done(&on_ids("approve", &ids));
    let at = path(&answer["batchId"]);
    for (outcome, rows) in [
        ("changed", 3),
        ("refused", 2),
        ("unchanged", 1),
        ("missing", 1),
        ("undone", 0),
        ("changed_since", 0),
    ] {
        let page = desk.reviewer.get(&format!("{at}?outcome={outcome}")).data();
        let listed = outcomes(&page);
        assert_eq!(listed.len(), rows, "{outcome}");
        assert!(listed.iter().all(|(_, found)| found == outcome));
    }
}

fn a_running_batch_says_how_far_it_is(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    // As a host that ended after its first chunk leaves it.
    desk.run(&format!(
        "INSERT INTO bulk_batches (id, action, parameters, selection, created_by, matching)
         VALUES ('{NOBODY}', 'approve', '{{\"to\": \"approved\"}}', '{{}}', 'someone', 20);
         INSERT INTO bulk_batch_chunks (batch_id, number, conversation_ids)
         SELECT '{NOBODY}', (n - 1) / 10, array_agg(id ORDER BY id)
         FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM conversations WHERE status = 'pending_review' LIMIT 20) AS c
         GROUP BY 2;
         SELECT bulk_batch_step('{NOBODY}')"
    ));
    let page = desk.reviewer.get(&path(&NOBODY.into())).data();
    assert_eq!(page["state"], "running");
    assert_eq!(page["matching"], 20);
    assert_eq!(page["counts"]["changed"], 10);
    assert_eq!(page["finishedAt"], json!(null));
    assert_eq!(outcomes(&page).len(), 10);
}

fn a_batch_that_does_not_exist_is_a_404(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    for batch in [NOBODY, "a", "undo"] {
        reviewer.get(&format!("{BULK}/{batch}")).problem(404);
    }
}

fn wrong_parameters_are_named(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    let at = format!("{BULK}/{NOBODY}?outcome=done&limit=0&cursor=a&page=2");
    let expected = [
        ("outcome", "unknown_value"),
        ("limit", "out_of_range"),
        ("cursor", "cursor_malformed"),
        ("page", "unknown_parameter"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(reviewer.get(&at).invalid_fields(), expected);
}

fn only_reviewers_and_admins_may_look(fixture: &Fixture) {
    let client = fixture.client();
    let at = format!("{BULK}/{NOBODY}");
    client.signed_out().get(&at).problem(401);
    as_role(fixture, &client, "viewer").get(&at).problem(403);
    for role in ["reviewer", "admin"] {
        as_role(fixture, &client, role).get(&at).problem(404);
    }
}

fn another_method_is_refused(fixture: &Fixture) {
    let reviewer = as_role(fixture, &fixture.client(), "reviewer");
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = reviewer.send(method, &format!("{BULK}/{NOBODY}"), &[]);
        answer.problem(405);
        assert_eq!(answer.header("allow"), "GET, HEAD", "{method}");
    }
}
