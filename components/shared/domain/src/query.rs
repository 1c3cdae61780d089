//! Query strings become typed input, or a list of every error in them.
//!
//! The rules that hold for every route are here once: an unknown parameter is an error, since a misspelt filter must
//! not widen a result; so is a single value given twice, an empty one, a text over [`MAX_TEXT_CHARS`], a NUL, and a
//! range upside down. A list repeats (`status=a&status=b`, `status[]=a&status[]=b`), and all but personas and
//! emotions, which are prose and may hold a comma, can also be written with commas.

mod bulk;
mod export;
mod filter_object;
mod import;
mod inspection;
mod performance;

pub use bulk::BatchQuery;
pub use export::ExportQuery;
pub use import::ImportQuery;
pub use inspection::{DatabaseQuery, IndexesQuery};
pub use performance::{PerformanceQuery, ReportQuery, RequestsQuery};

use crate::{
    cursor::{Cursor, CursorError},
    filter::Filter,
    page::Limit,
    problem::FieldError,
    quality::Quality,
    sort::Sort,
    status::{Status, Tier, UnknownName},
    timestamp::{RangeEnd, Timestamp},
};
use std::{borrow::Cow, collections::BTreeMap, collections::BTreeSet, str::FromStr};
use uuid::Uuid;

/// The longest text a parameter may hold, in characters.
pub const MAX_TEXT_CHARS: usize = 200;

/// The most values one list parameter may hold.
pub const MAX_LIST_VALUES: usize = 50;

/// The input of `GET /api/conversations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// Which conversations.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// How many to a page.
    pub limit: Limit,
    /// Where the page begins; `None` for the first page.
    pub cursor: Option<Cursor>,
    /// How many conversations lie before the page, instead of a cursor.
    pub rank: Option<u32>,
}

impl ListQuery {
    /// Reads the part of a URL after `?`.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let filter = params.filter();
        let sort = Sort {
            key: params.named("sort_by").unwrap_or(Sort::default().key),
            direction: params
                .named("sort_dir")
                .unwrap_or(Sort::default().direction),
        };
        let limit = params.limit(Limit::default());
        let list_is_known = params.is_valid();
        let cursor = params.cursor(sort, filter.fingerprint(), list_is_known);
        let rank = params.rank();
        if cursor.is_some() && rank.is_some() {
            params.error("rank", "with_cursor", "a page begins at one or the other");
        }
        params.finish(Self {
            filter,
            sort,
            limit,
            cursor,
            rank,
        })
    }
}

/// The input of `GET /api/conversations/count`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountQuery {
    /// Which conversations.
    pub filter: Filter,
    /// Count to the last one, whatever it takes.
    pub exact: bool,
}

impl CountQuery {
    /// Reads the part of a URL after `?`.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let filter = params.filter();
        let exact = params.boolean("exact");
        params.finish(Self { filter, exact })
    }
}

/// The input of `GET /api/conversations/facets`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetsQuery {
    /// Which conversations.
    pub filter: Filter,
}

impl FacetsQuery {
    /// Reads the part of a URL after `?`.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let filter = params.filter();
        params.finish(Self { filter })
    }
}

/// Holds the part of a URL after `?` to having no parameters.
///
/// # Errors
/// Every parameter there is.
pub fn none(query: &str) -> Result<(), Vec<FieldError>> {
    Params::read(query).finish(())
}

/// The parameters not yet asked for, and the errors found so far.
pub(crate) struct Params {
    /// Whether a comma separates values, as it does in a query string.
    commas: bool,
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
}

impl Params {
    /// Takes a query string apart.
    pub(crate) fn read(query: &str) -> Self {
        let mut params = Self {
            commas: true,
            values: BTreeMap::new(),
            errors: Vec::new(),
        };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let name = name.strip_suffix("[]").unwrap_or(&name);
            if let Some((code, message)) = text_error(&value) {
                params.error(name, code, message);
            }
            params
                .values
                .entry(name.to_owned())
                .or_default()
                .push(value.into_owned());
        }
        params
    }

    /// Gives `input` back if nothing was wrong and nothing was left over.
    pub(crate) fn finish<T>(mut self, input: T) -> Result<T, Vec<FieldError>> {
        for name in std::mem::take(&mut self.values).into_keys() {
            self.error(
                &name,
                "unknown_parameter",
                "this route has no such parameter",
            );
        }
        if self.errors.is_empty() {
            Ok(input)
        } else {
            Err(self.errors)
        }
    }

    /// Whether nothing was found wrong so far.
    pub(crate) fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    fn error(&mut self, field: &str, code: &'static str, message: impl Into<Cow<'static, str>>) {
        // A field is named once, by what was found first: one mistake should not read as two.
        if self.errors.iter().all(|error| error.field != field) {
            let field = field
                .chars()
                .filter(|letter| !letter.is_control())
                .take(MAX_TEXT_CHARS)
                .collect();
            self.errors.push(FieldError {
                field,
                code,
                message: message.into(),
            });
        }
    }

    /// The one value of a parameter, within [`MAX_TEXT_CHARS`].
    fn single(&mut self, name: &str) -> Option<String> {
        let value = self.only(name)?;
        if too_long(&value) {
            self.error(name, "too_long", TOO_LONG);
            return None;
        }
        Some(value)
    }

    /// The one value of a parameter, of any length; `None` where it is missing or was found wrong.
    fn only(&mut self, name: &str) -> Option<String> {
        let mut values = self.values.remove(name)?;
        let value = values.pop()?;
        if !values.is_empty() {
            self.error(name, "given_twice", "takes one value");
            return None;
        }
        if value.trim().is_empty() {
            self.error(name, "empty", "leave the parameter out instead");
            return None;
        }
        Some(value)
    }

    fn named<T: FromStr<Err = UnknownName>>(&mut self, name: &str) -> Option<T> {
        let value = self.single(name)?;
        match value.parse() {
            Ok(named) => Some(named),
            Err(UnknownName { expected }) => {
                self.error(
                    name,
                    "unknown_value",
                    format!("one of {}", expected.join(", ")),
                );
                None
            }
        }
    }

    fn boolean(&mut self, name: &str) -> bool {
        self.optional_boolean(name).unwrap_or_default()
    }

    /// `true` or `false`, where it is given.
    pub(crate) fn optional_boolean(&mut self, name: &str) -> Option<bool> {
        match self.single(name)?.as_str() {
            "false" => Some(false),
            "true" => Some(true),
            _ => {
                self.error(name, "unknown_value", "one of true, false");
                None
            }
        }
    }

    /// How many to a page.
    pub(crate) fn limit(&mut self, default: Limit) -> Limit {
        let Some(value) = self.single("limit") else {
            return default;
        };
        let rows = whole_number(&value).and_then(|rows| u8::try_from(rows).ok());
        rows.and_then(Limit::new).unwrap_or_else(|| {
            self.error(
                "limit",
                "out_of_range",
                format!("a whole number, 1 to {}", Limit::MAX),
            );
            default
        })
    }

    /// How many conversations lie before the page.
    fn rank(&mut self) -> Option<u32> {
        let value = self.single("rank")?;
        let rank = whole_number(&value);
        if rank.is_none() {
            self.error(
                "rank",
                "out_of_range",
                format!("a whole number, 0 to {}", u32::MAX),
            );
        }
        rank
    }

    /// The values of a list; a comma separates them where `commas` says so.
    fn list(&mut self, name: &str, commas: bool) -> Vec<String> {
        let given = self.values.remove(name).unwrap_or_default();
        let values: Vec<String> = if commas && self.commas {
            given
                .iter()
                .flat_map(|value| value.split(','))
                .map(|value| value.trim().to_owned())
                .collect()
        } else {
            given.iter().map(|value| value.trim().to_owned()).collect()
        };
        if values.iter().any(String::is_empty) {
            self.error(name, "empty", "leave the parameter out instead");
        } else if values.len() > MAX_LIST_VALUES {
            self.error(
                name,
                "too_many",
                format!("at most {MAX_LIST_VALUES} values"),
            );
        } else if values.iter().any(|value| too_long(value)) {
            self.error(name, "too_long", TOO_LONG);
        }
        values
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, name: &str, commas: bool) -> BTreeSet<String> {
        let mut set = BTreeSet::new();
        // One by one: collecting would bring a whole sorting algorithm into every guest for a handful of values.
        set.extend(self.list(name, commas));
        set
    }

    fn parsed<T: FromStr + Ord>(
        &mut self,
        name: &str,
        code: &'static str,
        message: impl FnOnce() -> String,
    ) -> BTreeSet<T> {
        let values = self.list(name, true);
        let mut set = BTreeSet::new();
        for value in values {
            match value.parse() {
                Ok(parsed) => {
                    set.insert(parsed);
                }
                Err(_) => {
                    self.error(name, code, message());
                    return BTreeSet::new();
                }
            }
        }
        set
    }

    fn names<T: FromStr + Ord>(&mut self, name: &str, expected: &[&str]) -> BTreeSet<T> {
        self.parsed(name, "unknown_value", || {
            format!("any of {}", expected.join(", "))
        })
    }

    /// A list of UUIDs.
    pub(crate) fn uuids(&mut self, name: &str) -> BTreeSet<Uuid> {
        self.parsed(name, "not_a_uuid", || "UUIDs".to_owned())
    }

    fn quality(&mut self, name: &str) -> Option<Quality> {
        let value = self.single(name)?;
        match value.parse::<Quality>() {
            Ok(quality) => Some(quality),
            Err(error) => {
                self.error(name, error.code(), error.message());
                None
            }
        }
    }

    fn timestamp(&mut self, name: &str, end: RangeEnd) -> Option<Timestamp> {
        let value = self.single(name)?;
        let parsed = Timestamp::parse(&value, end).ok();
        if parsed.is_none() {
            self.error(
                name,
                "not_a_date",
                "a date (2026-11-20) or an RFC 3339 time (2026-11-20T09:30:00Z)",
            );
        }
        parsed
    }

    fn filter(&mut self) -> Filter {
        let filter = Filter {
            statuses: self.names("status", Status::NAMES),
            tiers: self.names("tier", Tier::NAMES),
            quality_min: self.quality("quality_min"),
            quality_max: self.quality("quality_max"),
            search: self.search(),
            created_from: self.timestamp("start_date", RangeEnd::Start),
            created_to: self.timestamp("end_date", RangeEnd::End),
            categories: self.texts("category", true),
            personas: self.texts("persona", false),
            emotions: self.texts("emotion", false),
            template_ids: self.uuids("template_id"),
        };
        self.ordered(
            "quality_min",
            filter.quality_min,
            "quality_max",
            filter.quality_max,
        );
        self.ordered(
            "start_date",
            filter.created_from,
            "end_date",
            filter.created_to,
        );
        filter
    }

    /// What a person typed into a search box: whatever it is, it is valid, and nothing is no condition.
    pub(crate) fn search(&mut self) -> Option<String> {
        let blank = |values: &Vec<String>| {
            values.len() == 1 && values.iter().all(|value| value.trim().is_empty())
        };
        if self.values.get("search").is_some_and(blank) {
            self.values.remove("search");
        }
        self.single("search").map(|text| text.trim().to_owned())
    }

    fn ordered<T: PartialOrd>(
        &mut self,
        low_name: &str,
        low: Option<T>,
        high_name: &str,
        high: Option<T>,
    ) {
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            self.error(
                low_name,
                "range_upside_down",
                format!("must not be above {high_name}"),
            );
        }
    }

    /// A position in the list with this sort and fingerprint.
    pub(crate) fn cursor(
        &mut self,
        sort: Sort,
        fingerprint: u64,
        list_is_known: bool,
    ) -> Option<Cursor> {
        let value = self.only("cursor")?;
        match Cursor::decode(&value, sort, fingerprint) {
            Ok(cursor) => Some(cursor),
            // Whether it belongs to this list cannot be said while the list itself is in error.
            Err(CursorError::OtherSort | CursorError::OtherFilter) if !list_is_known => None,
            Err(error) => {
                self.error("cursor", error.code(), error.message());
                None
            }
        }
    }
}

/// Digits alone: `parse` would take a sign as well.
fn whole_number(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

const TOO_LONG: &str = "at most 200 characters";

fn too_long(value: &str) -> bool {
    value.chars().count() > MAX_TEXT_CHARS
}

/// What is wrong with a text wherever it stands.
fn text_error(value: &str) -> Option<(&'static str, Cow<'static, str>)> {
    if value.contains('\0') {
        Some(("nul", "must not contain a NUL character".into()))
    } else if value.contains(char::REPLACEMENT_CHARACTER) {
        // Decoding puts this character where bytes were not UTF-8; nobody searches for it on purpose.
        Some(("not_utf8", "must be UTF-8 text".into()))
    } else {
        None
    }
}
