//! The running API against its contract, `docs/openapi.yaml`, and the contract against the API.
//!
//! Routes are held against `spin.toml`, and the statuses of every operation against the rules of the whole API. That the
//! answers keep to it is seen in two ways: [`breaches`] looks, at the end of a run, at every answer that any test has
//! got, and `cargo xtask test contract` has schemathesis make up requests.

use crate::support::{
    contract::{Contract, Operation, routes, shape},
    fixture::Fixture,
    registry::tests,
    seen,
};
use std::collections::BTreeSet;

tests![
    every_route_of_the_manifest_is_in_the_contract,
    every_path_of_the_contract_is_a_route_of_the_manifest,
    every_operation_declares_what_each_like_it_can_answer,
    every_operation_has_a_name_of_its_own,
];

/// Statuses that are for an operation to say, beside those that the rules ask for.
const ITS_OWN: [u16; 9] = [200, 201, 202, 204, 404, 409, 412, 422, 429];

/// Statuses that come from what stands around every handler, and that a few routes are made to answer with for all of them.
const COMMON_FAULTS: [u16; 3] = [500, 503, 504];

/// What only two requests at the same moment come to: a reference that another takes away between its check and its use.
const RACES: [(&str, u16); 2] = [
    ("POST /api/conversations", 409),
    ("PATCH /api/conversations/{id}", 409),
];

fn every_route_of_the_manifest_is_in_the_contract(fixture: &Fixture) {
    let contract = Contract::of(fixture);
    let declared: BTreeSet<String> = contract.paths().map(shape).collect();
    for route in routes().filter(|route| route != "/...") {
        assert!(declared.contains(&shape(&route)), "{route}");
    }
}

fn every_path_of_the_contract_is_a_route_of_the_manifest(fixture: &Fixture) {
    let routed: BTreeSet<String> = routes().map(|route| shape(&route)).collect();
    for path in Contract::of(fixture).paths() {
        assert!(routed.contains(&shape(path)), "{path}");
    }
}

/// The statuses that the rules for the whole API give an operation.
fn ruled(operation: &Operation) -> BTreeSet<u16> {
    let mut statuses = BTreeSet::from([405, 500]);
    if operation.is_signed_in {
        statuses.extend([401, 403, 503, 504]);
    }
    if operation.has_body {
        statuses.extend([400, 413, 415]);
    }
    if operation.has("query") {
        statuses.insert(400);
    }
    if operation.has("path") {
        statuses.insert(404);
    }
    if operation.has_validator && operation.method == "GET" {
        statuses.insert(304);
    }
    statuses
}

fn every_operation_declares_what_each_like_it_can_answer(fixture: &Fixture) {
    for operation in Contract::of(fixture).operations() {
        let (name, ruled) = (&operation.name, ruled(&operation));
        let missing: Vec<_> = ruled.difference(&operation.statuses).collect();
        assert!(missing.is_empty(), "{name} does not declare {missing:?}");
        let strange: Vec<_> = operation
            .statuses
            .difference(&ruled)
            // A header or an id can be malformed as well, and a probe says 503 of what it looked at.
            .filter(|status| match status {
                400 => !operation.is_signed_in,
                503 => operation.is_signed_in,
                status => !ITS_OWN.contains(status),
            })
            .collect();
        assert!(strange.is_empty(), "{name} declares {strange:?}");
        assert!(
            operation.statuses.iter().any(|status| *status < 300),
            "{name} never succeeds"
        );
        assert_eq!(
            operation.statuses.contains(&412),
            operation.is_conditional,
            "{name}: 412 and If-Match go together"
        );
    }
}

fn every_operation_has_a_name_of_its_own(fixture: &Fixture) {
    let mut names = BTreeSet::new();
    for operation in Contract::of(fixture).operations() {
        assert!(names.insert(operation.id.clone()), "{} twice", operation.id);
    }
}

/// What any test has seen and the contract does not declare; of a `whole` run, also what it declares and no test has seen.
pub fn breaches(fixture: &Fixture, whole: bool) -> Vec<String> {
    let contract = Contract::of(fixture);
    let codes = contract.codes();
    let mut breaches = BTreeSet::new();
    let mut seen_statuses = BTreeSet::new();
    for seen in seen::all() {
        let Some(route) = contract.route(&seen.path) else {
            continue;
        };
        let method = if seen.method == "HEAD" {
            "GET"
        } else {
            &seen.method
        };
        let name = format!("{method} {route}");
        match contract.operation(&name) {
            Some(operation) if operation.statuses.contains(&seen.status) => {
                seen_statuses.insert((name.clone(), seen.status));
            }
            // What a browser asks before it calls from another origin is not the API's own to declare.
            None if seen.status == 405 || (method == "OPTIONS" && seen.status == 204) => {
                for operation in contract.operations_of(&route) {
                    seen_statuses.insert((operation.name, 405));
                }
            }
            _ => {
                breaches.insert(format!("{name} answered {}", seen.status));
            }
        }
        for code in seen.codes.difference(&codes) {
            breaches.insert(format!("{name} names a field's error {code:?}"));
        }
    }
    if whole {
        for operation in contract.operations() {
            for status in operation.statuses {
                if !COMMON_FAULTS.contains(&status)
                    && !RACES.contains(&(operation.name.as_str(), status))
                    && !seen_statuses.contains(&(operation.name.clone(), status))
                {
                    breaches.insert(format!(
                        "{} was never seen to answer {status}",
                        operation.name
                    ));
                }
            }
        }
    }
    breaches.into_iter().collect()
}
