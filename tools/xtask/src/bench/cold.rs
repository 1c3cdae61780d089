//! Cold instances and component sizes.
//!
//! A host drops an instance that rests for about a second; the next request gets a new one. That is what is timed, to the
//! first byte, beyond what the same request takes right after: not the compilation at the host's start, which happens once.

use super::{
    http::Connection,
    pages::LIST,
    samples::{Samples, median, milliseconds},
    stage::{NO_CACHE, Stage},
    table::Table,
    targets::{COLD_MS, COMPONENT_KB, Target},
};
use crate::{build::component_path, steps::Step};
use anyhow::{Context, Result};
use http::StatusCode;
use serde::Serialize;
use std::time::Duration;

/// Longer than any host keeps an instance that rests.
const REST: Duration = Duration::from_secs(2);

/// One request to each component, and how it is answered. Of those that only write or only serve reviewers, a viewer gets
/// to see the refusal, which is as good a first byte: it comes after the token was checked.
const REQUESTS: [(&str, &str, StatusCode); 10] = [
    ("list", LIST, StatusCode::OK),
    ("count", "/api/conversations/count", StatusCode::OK),
    (
        "conversation",
        "/api/conversations/00000000-0000-4000-8000-000000000000",
        StatusCode::NOT_FOUND,
    ),
    (
        "bulk",
        "/api/conversations/bulk/00000000-0000-4000-8000-000000000000",
        StatusCode::FORBIDDEN,
    ),
    ("import", "/api/import", StatusCode::METHOD_NOT_ALLOWED),
    (
        "export",
        "/api/export?format=messages",
        StatusCode::FORBIDDEN,
    ),
    ("templates", "/api/templates", StatusCode::OK),
    ("metrics", "/healthz", StatusCode::OK),
    ("inspect", "/api/admin/db-stats", StatusCode::FORBIDDEN),
    ("dashboard", "/", StatusCode::OK),
];

/// A component's first answer.
#[derive(Debug, Clone, Serialize)]
pub struct Cold {
    /// Which component.
    pub component: &'static str,
    /// Median time to the first byte from a new instance, in milliseconds.
    pub cold_ms: f64,
    /// The same from one that has answered before.
    pub warm_ms: f64,
    /// Its file's size, in bytes.
    pub bytes: u64,
}

/// Measures every component.
///
/// # Errors
/// When the host goes away, or a component was not built.
pub async fn measure(stage: &Stage) -> Result<Vec<Cold>> {
    let step = Step::begin("Cold instances");
    let app = stage.app(&NO_CACHE)?;
    let mut host = Connection::open(&app.origin).await?;
    for (_, path, status) in REQUESTS {
        host.get_as(path, status).await?;
    }
    let mut cold = vec![Vec::new(); REQUESTS.len()];
    let mut warm = vec![Samples::default(); REQUESTS.len()];
    for round in 0..stage.effort.rounds {
        tokio::time::sleep(REST).await;
        // Each comes first in turn: the first after a rest also wakes the machine.
        for offset in 0..REQUESTS.len() {
            let which = (round + offset) % REQUESTS.len();
            let (_, path, status) = REQUESTS[which];
            let first = host.get_as(path, status).await?;
            cold[which].push(milliseconds(first.first_byte));
        }
        for (samples, (_, path, status)) in warm.iter_mut().zip(REQUESTS) {
            for _ in 0..stage.effort.samples {
                samples.push(host.get_as(path, status).await?.first_byte);
            }
        }
    }
    step.done("measured");
    REQUESTS
        .into_iter()
        .zip(cold.into_iter().zip(warm))
        .map(|((component, ..), (cold, warm))| {
            let path = component_path(component);
            Ok(Cold {
                component,
                cold_ms: median(cold),
                warm_ms: warm.summary().p50_ms,
                bytes: std::fs::metadata(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?
                    .len(),
            })
        })
        .collect()
}

/// Prints every component.
pub fn print(components: &[Cold]) {
    let mut table = Table::new(&["component", "cold ms", "warm ms", "beyond", "kB"]);
    for one in components {
        table.row([
            one.component.to_owned(),
            format!("{:.2}", one.cold_ms),
            format!("{:.2}", one.warm_ms),
            format!("{:.2}", one.beyond_ms()),
            format!("{:.1}", one.bytes as f64 / 1e3),
        ]);
    }
    println!("\nCold instances, to the first byte, and sizes\n");
    table.lines().iter().for_each(|line| println!("{line}"));
}

impl Cold {
    fn beyond_ms(&self) -> f64 {
        self.cold_ms - self.warm_ms
    }
}

/// What every component has to reach.
pub fn targets(components: &[Cold], is_quick: bool) -> Vec<Target> {
    components
        .iter()
        .flat_map(|one| {
            [
                Target::below(
                    format!("cold {}, beyond warm", one.component),
                    one.beyond_ms(),
                    COLD_MS,
                    "ms",
                )
                .unless(is_quick),
                Target::below(
                    format!("size of {}", one.component),
                    one.bytes as f64 / 1e3,
                    COMPONENT_KB,
                    "kB",
                ),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::REQUESTS;
    use crate::build::COMPONENTS;

    #[test]
    fn every_component_is_measured() {
        assert_eq!(REQUESTS.map(|(component, ..)| component), COMPONENTS);
    }
}
