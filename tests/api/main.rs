//! The HTTP API, tested from outside: real HTTP, real components on a real host, a real Postgres.
//!
//! Tests mirror the routes: `routes::<resource>::<verb>` holds what one route alone does, `auth`, `headers`, `problems`,
//! `methods`, `metrics`, `roles`, `faults`, `cors`, `security`, `statuses`, `contract` and `fuzz` what every route does, `own_writes` what a
//! writer sees of its own. `PARLEY_TEST_HOST` (local or spin) and `PARLEY_TEST_POSTGRES` (auto, system or
//! embedded) choose what runs them; `cargo xtask test api` sets both and builds what is missing first.
//!
//! The harness is not the standard one because the fixture has to be started and stopped by the main thread: a host or
//! a server ends with the thread that started it, and the standard harness runs each test in a thread of its own. One
//! seeded database and one app serve all tests that only read; a test that writes, or needs other settings, starts an
//! app of its own and lets it go at its end. Asked for a list alone, it starts nothing. Where all tests pass, the answers
//! they got are held against the contract, which needs all of them and so is no test by itself.

mod auth;
mod cache;
mod contract;
mod cors;
mod faults;
mod fuzz;
mod headers;
mod methods;
mod metrics;
mod own_writes;
mod problems;
mod roles;
mod routes;
mod security;
mod statuses;
mod support;

use libtest_mimic::{Arguments, Trial};
use std::{
    process::ExitCode,
    sync::{Arc, OnceLock},
};
use support::{fixture::Fixture, registry::Test};

/// Every module's tests.
const TESTS: &[&[Test]] = &[
    auth::TESTS,
    cache::TESTS,
    contract::TESTS,
    cors::TESTS,
    faults::TESTS,
    fuzz::TESTS,
    headers::TESTS,
    methods::TESTS,
    metrics::TESTS,
    own_writes::TESTS,
    problems::TESTS,
    roles::TESTS,
    routes::admin::access::TESTS,
    routes::admin::alerts::TESTS,
    routes::admin::performance::TESTS,
    routes::admin::prometheus::TESTS,
    routes::admin::report::TESTS,
    routes::admin::upkeep::TESTS,
    routes::bulk::cut::TESTS,
    routes::bulk::get::TESTS,
    routes::bulk::post::TESTS,
    routes::bulk::undo::TESTS,
    routes::conversation::create::TESTS,
    routes::conversation::delete::TESTS,
    routes::conversation::get::TESTS,
    routes::conversation::patch::TESTS,
    routes::conversation::reviewers::TESTS,
    routes::conversation::turns::TESTS,
    routes::contract::get::TESTS,
    routes::conversations::count::TESTS,
    routes::conversations::list::cursors::TESTS,
    routes::conversations::list::paging::TESTS,
    routes::conversations::list::parameters::TESTS,
    routes::conversations::list::ranks::TESTS,
    routes::dashboard::get::TESTS,
    routes::templates::cache::TESTS,
    routes::templates::create::TESTS,
    routes::templates::delete::TESTS,
    routes::templates::get::TESTS,
    routes::templates::list::TESTS,
    routes::templates::patch::TESTS,
    routes::export::get::TESTS,
    routes::export::manifest::TESTS,
    routes::export::trainers::TESTS,
    routes::export::transfer::TESTS,
    routes::import::corpus::TESTS,
    routes::import::interrupted::TESTS,
    routes::import::post::TESTS,
    routes::import::round_trip::TESTS,
    routes::inspection::access::TESTS,
    routes::inspection::connections::TESTS,
    routes::inspection::database::TESTS,
    routes::inspection::explain::TESTS,
    routes::inspection::indexes::TESTS,
    routes::probes::get::TESTS,
    routes::vitals::post::TESTS,
    security::TESTS,
    statuses::TESTS,
];

/// How much of the hosts' log is shown where a test failed: every app writes some lines, and the failures are above it.
const LOG_LINES: usize = 100;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let fixture = Arc::new(OnceLock::new());
    if !arguments.list {
        match Fixture::start() {
            Ok(started) => fixture.get_or_init(|| started),
            Err(error) => {
                eprintln!("The API tests cannot start: {error:?}");
                return ExitCode::FAILURE;
            }
        };
    }
    let conclusion = libtest_mimic::run(&arguments, trials(&fixture));
    let Some(fixture) = fixture.get() else {
        return conclusion.exit_code();
    };
    if conclusion.has_failed() {
        let log = fixture.log();
        let lines: Vec<_> = log.lines().collect();
        let last = lines.len().saturating_sub(LOG_LINES);
        eprintln!(
            "The end of the hosts' log:\n{}",
            lines.get(last..).unwrap_or_default().join("\n")
        );
        return conclusion.exit_code();
    }
    let whole = arguments.filter.is_none() && arguments.skip.is_empty();
    let breaches = contract::breaches(fixture, whole);
    if !breaches.is_empty() {
        eprintln!("The contract, docs/openapi.yaml, and what the tests saw differ:");
        breaches.iter().for_each(|breach| eprintln!("  {breach}"));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn trials(fixture: &Arc<OnceLock<Fixture>>) -> Vec<Trial> {
    TESTS
        .iter()
        .copied()
        .flatten()
        .map(|(path, test)| {
            let fixture = Arc::clone(fixture);
            let name = path.strip_prefix("api::").unwrap_or(path);
            Trial::test(name, move || {
                fixture
                    .get()
                    .expect("the fixture is started before any test")
                    .run_test(*test);
                Ok(())
            })
        })
        .collect()
}
