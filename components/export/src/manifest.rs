//! What a file holds, said without sending it.

use crate::file::{self, File};
use parley_domain::{
    filter::Filter,
    problem::Problem,
    quality::Quality,
    query::ExportQuery,
    status::{Status, Tier},
    timestamp::Timestamp,
    training::{
        dataset_info::{self, Entry},
        format::Format,
        tally::{Counts, Report},
    },
};
use parley_platform::telemetry::Timing;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    time::{SystemTime, UNIX_EPOCH},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    filter: Selection<'a>,
    format: Format,
    include: &'static [&'static str],
    file_name: &'a str,
    counts: Counts,
    bytes: u64,
    sha256: String,
    dataset_info: BTreeMap<&'static str, Entry>,
    validator: Report,
    created_at: String,
}

/// The conditions of a filter that it has, under the names of the parameters.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Selection<'a> {
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    status: &'a BTreeSet<Status>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    tier: &'a BTreeSet<Tier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality_min: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality_max: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    category: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    persona: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    emotion: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    template_id: Vec<String>,
}

impl<'a> Selection<'a> {
    fn of(filter: &'a Filter) -> serde_json::Result<Self> {
        // As it is written is how it stands in JSON; a float would be formatted at great length.
        let number = |quality: Quality| RawValue::from_string(quality.to_string());
        Ok(Self {
            status: &filter.statuses,
            tier: &filter.tiers,
            quality_min: filter.quality_min.map(number).transpose()?,
            quality_max: filter.quality_max.map(number).transpose()?,
            search: filter.search.as_deref(),
            start_date: filter.created_from.map(|from| from.to_string()),
            end_date: filter.created_to.map(|to| to.to_string()),
            category: &filter.categories,
            persona: &filter.personas,
            emotion: &filter.emotions,
            template_id: filter
                .template_ids
                .iter()
                .map(ToString::to_string)
                .collect(),
        })
    }
}

/// Writes the file that an export would send now, for what it comes to.
pub async fn read(query: &ExportQuery, timing: &Timing) -> Result<Vec<u8>, Problem> {
    let created_at = now()?;
    let mut file = File::open(query, timing).await?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    while let Some(piece) = file.next().await? {
        hash.update(&piece);
        bytes += piece.len() as u64;
    }
    let (counts, validator) = file.finish();
    let file_name = file::name(query.format);
    let entry = dataset_info::entry(query.format, &file_name);
    let manifest = Manifest {
        filter: Selection::of(&query.filter).map_err(Problem::internal)?,
        format: query.format,
        include: if query.metadata { &["metadata"] } else { &[] },
        file_name: &file_name,
        counts,
        bytes,
        sha256: hexadecimal(&hash.finalize())?,
        dataset_info: entry.into_iter().map(|entry| ("parley", entry)).collect(),
        validator,
        created_at,
    };
    serde_json::to_vec(&manifest).map_err(Problem::internal)
}

fn hexadecimal(bytes: &[u8]) -> Result<String, Problem> {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").map_err(Problem::internal)?;
    }
    Ok(text)
}

fn now() -> Result<String, Problem> {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    let micros = since_epoch.map_or(0, |time| time.as_micros());
    let now = i64::try_from(micros).ok().and_then(Timestamp::from_micros);
    let now = now.ok_or_else(|| Problem::internal("the clock is beyond all dates"))?;
    Ok(now.to_string())
}
