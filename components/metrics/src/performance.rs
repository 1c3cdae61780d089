//! The figures of performance, each form of them read from the same rows.

use crate::{alerts, route::Route};
use parley_domain::{
    problem::Problem,
    prometheus,
    query::{self, PerformanceQuery, ReportQuery, RequestsQuery},
    report::{Format, Report, style_hash},
    role::Role,
    timestamp::Timestamp,
};
use parley_platform::{config, database::Session, reply::Reply, serve::Call};
use parley_store::{performance, prometheus as counted};
use serde::de::DeserializeOwned;
use std::time::{SystemTime, UNIX_EPOCH};

/// Requests, the cache or web vitals over a window.
pub async fn get(call: &Call, route: Route) -> Result<Reply, Problem> {
    call.require_role(Role::Admin).await?;
    let (query, now) = (call.query(), now()?);
    let window = || PerformanceQuery::parse(query, now).map(|query| query.window);
    let statement = match route {
        Route::Cache => window().map(performance::cache),
        Route::WebVitals => window().map(performance::web_vitals),
        _ => RequestsQuery::parse(query, now)
            .map(|query| performance::requests(query.window, query.route)),
    }
    .map_err(Problem::invalid)?;
    let session = Session::open(&call.timing).await?;
    Ok(Reply::json(session.text(statement).await?.into_bytes()))
}

/// All of it as one document.
pub async fn report(call: &Call) -> Result<Reply, Problem> {
    call.require_role(Role::Admin).await?;
    let query = ReportQuery::parse(call.query(), now()?).map_err(Problem::invalid)?;
    let (window, format) = (query.window, query.format);
    let session = Session::open(&call.timing).await?;
    let mut texts = Vec::new();
    for statement in [
        performance::requests(window, None),
        performance::cache(window),
        performance::web_vitals(window),
    ] {
        texts.push(session.text(statement).await?);
    }
    let [requests, cache, web_vitals] = texts.as_slice() else {
        return Err(Problem::internal("a statement was left out"));
    };
    let report = Report {
        requests: read(requests)?,
        cache: read(cache)?,
        web_vitals: read(web_vitals)?,
        alerts: read(&alerts::evaluated(&session).await?)?,
    };
    let reply = Reply::document(report.write(format).into_bytes(), format.content_type());
    Ok(match format {
        Format::Markdown => reply,
        Format::Html => {
            let policy = format!(
                "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                style_hash()
            );
            reply.with("content-security-policy", &policy)
        }
    })
}

/// What was counted, for Prometheus.
pub async fn metrics(call: &Call) -> Result<Reply, Problem> {
    if !call.has_token(&config::own("metrics_token").await?) {
        call.require_role(Role::Admin).await?;
    }
    query::none(call.query()).map_err(Problem::invalid)?;
    let session = Session::open(&call.timing).await?;
    let metrics = read(&session.text(counted::metrics()).await?)?;
    let text = prometheus::write(&metrics, env!("CARGO_PKG_VERSION"));
    Ok(Reply::document(text.into_bytes(), prometheus::CONTENT_TYPE))
}

/// What Postgres built.
fn read<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    serde_json::from_slice(json.as_bytes()).map_err(Problem::internal)
}

fn now() -> Result<Timestamp, Problem> {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    let micros = since_epoch.map_err(Problem::internal)?.as_micros();
    let now = i64::try_from(micros).ok().and_then(Timestamp::from_micros);
    now.ok_or_else(|| Problem::internal("the clock is beyond any calendar"))
}
