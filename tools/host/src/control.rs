//! The control interface, by which tests reach into a running host. It exists only where `--control` is given.
//!
//! | request | body | effect |
//! |---|---|---|
//! | `PUT /clock` | `{"frozenAt": "2026-01-31T00:00:00Z"` or `null, "offsetMs": 0}` | the wall clock of guests |
//! | `PUT /faults` | a list of [`Rule`]s | replaces the plan of faults |
//! | `GET /calls` | | host calls by component and name |
//! | `DELETE /calls` | | sets them to zero |
//! | `GET /memory` | | bytes of the process and of each live instance |

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, FixedOffset};
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::json;
use wasmtime_wasi_http::WasiBody;

use crate::{
    calls::{Plan, Rule},
    clock::Clock,
    guest::Component,
    server,
};

/// What the interface reads and sets.
pub struct Control {
    /// The clock of all guests.
    pub clock: Clock,
    /// The faults of all components.
    pub plan: Arc<Plan>,
    /// The components, in the order of their ids.
    pub components: Vec<Arc<Component>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockSetting {
    frozen_at: Option<String>,
    #[serde(default)]
    offset_ms: i64,
}

impl Control {
    /// Answers one request.
    pub async fn respond(self: Arc<Self>, request: Request<Incoming>) -> Response<WasiBody> {
        let (parts, body) = request.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return server::problem(StatusCode::BAD_REQUEST, &error.to_string()),
        };
        let done = match (&parts.method, parts.uri.path()) {
            (&Method::PUT, "/clock") => self.set_clock(&body),
            (&Method::PUT, "/faults") => self.set_faults(&body),
            (&Method::DELETE, "/calls") => {
                self.components
                    .iter()
                    .for_each(|component| component.calls.reset());
                Ok(())
            }
            (&Method::GET, "/calls") => return server::json(&self.calls()),
            (&Method::GET, "/memory") => {
                return match self.memory() {
                    Ok(memory) => server::json(&memory),
                    Err(error) => {
                        server::problem(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error:#}"))
                    }
                };
            }
            _ => {
                return server::problem(
                    StatusCode::NOT_FOUND,
                    "PUT /clock, PUT /faults, GET /calls, DELETE /calls and GET /memory are what there is",
                );
            }
        };
        match done {
            Ok(()) => server::json(&json!({})),
            Err(error) => server::problem(StatusCode::BAD_REQUEST, &format!("{error:#}")),
        }
    }

    fn set_clock(&self, body: &[u8]) -> Result<()> {
        let setting: ClockSetting = serde_json::from_slice(body)?;
        let frozen_at = setting.frozen_at.as_deref().map(since_epoch).transpose()?;
        self.clock.set(frozen_at, setting.offset_ms);
        Ok(())
    }

    fn set_faults(&self, body: &[u8]) -> Result<()> {
        let rules: Vec<Rule> = serde_json::from_slice(body)?;
        for rule in &rules {
            ensure!(rule.is_known(), "no call is named {:?}", rule.call);
            if let Some(id) = &rule.component {
                ensure!(
                    self.components.iter().any(|component| &component.id == id),
                    "there is no component {id:?}"
                );
            }
        }
        self.plan.replace(rules);
        Ok(())
    }

    fn calls(&self) -> serde_json::Value {
        self.components
            .iter()
            .map(|component| (component.id.clone(), json!(component.calls.counts())))
            .collect()
    }

    fn memory(&self) -> Result<serde_json::Value> {
        let components: serde_json::Map<_, _> = self
            .components
            .iter()
            .map(|component| {
                let instances = component.instances.memory_bytes();
                (
                    component.id.clone(),
                    json!({ "instances": instances.len(), "linearMemoryBytes": instances }),
                )
            })
            .collect();
        Ok(json!({ "residentBytes": resident_bytes()?, "components": components }))
    }
}

fn since_epoch(time: &str) -> Result<Duration> {
    let time: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(time)
        .with_context(|| format!("{time:?} is not an RFC 3339 time"))?;
    let seconds = u64::try_from(time.timestamp())
        .context("a guest's clock cannot show a time before 1970")?;
    Ok(Duration::new(seconds, time.timestamp_subsec_nanos()))
}

/// Memory of this process that is in RAM, as Linux counts it.
fn resident_bytes() -> Result<u64> {
    let status =
        std::fs::read_to_string("/proc/self/status").context("reading /proc/self/status")?;
    let kibibytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|value| value.trim().strip_suffix(" kB"))
        .context("/proc/self/status has no VmRSS")?
        .parse()?;
    Ok(kibibytes * 1024)
}
