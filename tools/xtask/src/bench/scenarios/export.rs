//! An export of everything: how much memory the host takes while it streams.

use crate::{
    bench::{
        http::{Connection, Origin},
        stage::Stage,
        targets::Target,
    },
    steps::Step,
    token::Role,
};
use anyhow::{Result, ensure};
use http::StatusCode;
use serde::Serialize;
use std::time::{Duration, Instant};

/// Everything that can be exported, in one file.
const EXPORT: &str = "/api/export?format=messages";

/// What the host may take on top of what it has when the file begins, in megabytes: a hundredth of the 1.6 GB that
/// 1,000,000 conversations are.
const GROWTH_MB: f64 = 16.0;

/// How often its memory is looked at.
const INTERVAL: Duration = Duration::from_millis(100);

/// An export.
#[derive(Debug, Clone, Serialize)]
pub struct Export {
    /// Conversations in the file: its lines.
    pub conversations: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Time to the last byte, in seconds.
    pub seconds: f64,
    /// Memory of the host as the file began, in bytes.
    pub resident_before_bytes: Option<u64>,
    /// The most that it took.
    pub resident_most_bytes: Option<u64>,
}

/// Takes the file as fast as it comes, and keeps nothing of it.
///
/// # Errors
/// When it breaks off.
pub async fn measure(stage: &Stage) -> Result<Export> {
    let step = Step::begin("Export");
    let app = stage.app(&[])?;
    let origin = Origin::new(app.url(), Some(stage.token(Role::Reviewer)?))?;
    let mut connection = Connection::open(&origin).await?;
    let mut export = Export {
        conversations: 0,
        bytes: 0,
        seconds: 0.0,
        resident_before_bytes: None,
        resident_most_bytes: None,
    };
    let started = Instant::now();
    let mut looked_at = None::<Instant>;
    let status = connection
        .stream(EXPORT, |piece| {
            export.bytes += piece.len() as u64;
            export.conversations += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
            if looked_at.is_none_or(|at| at.elapsed() > INTERVAL) {
                looked_at = Some(Instant::now());
                let now = app.resident_bytes();
                export.resident_before_bytes = export.resident_before_bytes.or(now);
                export.resident_most_bytes = export.resident_most_bytes.max(now);
            }
        })
        .await?;
    ensure!(
        status == StatusCode::OK,
        "GET {EXPORT} was answered {status}"
    );
    export.seconds = started.elapsed().as_secs_f64();
    step.done(&format!("{} conversations", export.conversations));
    Ok(export)
}

impl Export {
    /// What the host took on top, in megabytes.
    pub fn growth_mb(&self) -> Option<f64> {
        let most = self.resident_most_bytes? as f64;
        Some((most - self.resident_before_bytes? as f64) / 1e6)
    }
}

/// Prints it.
pub fn print(export: &Export) {
    println!(
        "\nExport: {} conversations, {:.1} MB in {:.1} s; the host took {} MB more",
        export.conversations,
        export.bytes as f64 / 1e6,
        export.seconds,
        export.growth_mb().map_or_else(
            || "an unknown number of".to_owned(),
            |mb| format!("{mb:.1}")
        )
    );
}

/// What it may take.
pub fn targets(export: &Export) -> Vec<Target> {
    let growth = export.growth_mb().map(|growth| {
        Target::below("memory taken by an export", growth, GROWTH_MB, "MB").with_note(format!(
            "{} conversations, {:.0} MB",
            export.conversations,
            export.bytes as f64 / 1e6
        ))
    });
    growth.into_iter().collect()
}
