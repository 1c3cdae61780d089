//! What is exported, and as what.

use super::Params;
use crate::{
    filter::Filter,
    problem::FieldError,
    training::format::{Format, Include},
};

/// The input of `GET /api/export` and of `GET /api/export/manifest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportQuery {
    /// Which conversations.
    pub filter: Filter,
    /// As lines of what.
    pub format: Format,
    /// With the member `metadata`.
    pub metadata: bool,
}

impl ExportQuery {
    /// Reads the part of a URL after `?`.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let filter = params.filter();
        let format = params.named("format");
        if format.is_none() {
            let formats = format!("one of {}", Format::NAMES.join(", "));
            params.error("format", "required", formats);
        }
        let metadata = params.named::<Include>("include").is_some();
        params.finish(Self {
            filter,
            format: format.unwrap_or(Format::Messages),
            metadata,
        })
    }
}
