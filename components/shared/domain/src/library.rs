//! Templates, scenarios and edge cases: what conversations are made from. One shape three times, so one set of types; a
//! [`Resource`] says which of them is meant.
//!
//! A list is ordered by the first [`crate::sort::TITLE_KEY_CHARS`] characters of the name, by code point, then by id: the
//! order of conversations by title, and with it goes the same cursor. A fingerprint begins with the resource, so a cursor
//! of one does not pass for another's.

use crate::{
    cursor::{Cursor, Side},
    document::Fields,
    page::Limit,
    problem::FieldError,
    query::Params,
    sort::{Direction, Sort, SortKey},
    template,
};
use serde_json::{Map, Value};
use siphasher::sip::SipHasher24;
use std::{collections::BTreeSet, hash::Hasher};
use uuid::Uuid;

/// The longest name, in characters; the tables hold it too.
pub const MAX_NAME_CHARS: usize = 200;

/// The longest description, in characters.
pub const MAX_DESCRIPTION_CHARS: usize = 2_000;

/// The longest text, in characters.
pub const MAX_BODY_CHARS: usize = 50_000;

/// The most categories of one.
pub const MAX_CATEGORIES: usize = 50;

/// The longest name of a category, in characters.
pub const MAX_CATEGORY_CHARS: usize = 200;

/// The largest body of a request, in bytes. A text at its limit fits, whatever its script and however it is escaped.
pub const MAX_REQUEST_BYTES: usize = 1024 * 1024;

/// The order of a list.
pub const SORT: Sort = Sort {
    key: SortKey::Title,
    direction: Direction::Ascending,
};

/// One of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// What conversations of tier `template` are made from.
    Templates,
    /// Situations; each may vary a template.
    Scenarios,
    /// Boundary situations; each may strain a scenario.
    EdgeCases,
}

/// How one resource names another that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// In a body.
    pub field: &'static str,
    /// In a query.
    pub parameter: &'static str,
    /// What it is.
    pub noun: &'static str,
}

impl Resource {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Templates, Self::Scenarios, Self::EdgeCases];

    /// Its name in a path.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Templates => "templates",
            Self::Scenarios => "scenarios",
            Self::EdgeCases => "edge-cases",
        }
    }

    /// One of it, to a person.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Templates => "template",
            Self::Scenarios => "scenario",
            Self::EdgeCases => "edge case",
        }
    }

    /// What it may belong to.
    pub const fn parent(self) -> Option<Parent> {
        match self {
            Self::Templates => None,
            Self::Scenarios => Some(Parent {
                field: "templateId",
                parameter: "template_id",
                noun: Self::Templates.noun(),
            }),
            Self::EdgeCases => Some(Parent {
                field: "scenarioId",
                parameter: "scenario_id",
                noun: Self::Scenarios.noun(),
            }),
        }
    }
}

/// Conditions on a list, in normal form; an empty list or `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whether it is offered to new generation.
    pub active: Option<bool>,
    /// Part of the name, in any case.
    pub search: Option<String>,
    /// In any of these categories.
    pub categories: BTreeSet<String>,
    /// Belongs to any of these.
    pub parents: BTreeSet<Uuid>,
}

/// The input of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// Of what.
    pub resource: Resource,
    /// Which of them.
    pub filter: Filter,
    /// How many to a page.
    pub limit: Limit,
    /// Where the page begins; `None` for the first page.
    pub cursor: Option<Cursor>,
}

impl ListQuery {
    /// Reads the part of a URL after `?`.
    pub fn parse(resource: Resource, query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let filter = Filter {
            active: params.optional_boolean("active"),
            search: params.search(),
            categories: params.texts("category", true),
            parents: resource
                .parent()
                .map(|parent| params.uuids(parent.parameter))
                .unwrap_or_default(),
        };
        let limit = params.limit(Limit::MOST);
        let list_is_known = params.is_valid();
        let cursor = params.cursor(SORT, fingerprint(resource, &filter), list_is_known);
        params.finish(Self {
            resource,
            filter,
            limit,
            cursor,
        })
    }

    /// The direction in which rows are read: the list's own going forward, the reverse going back.
    pub fn reading(&self) -> Direction {
        match &self.cursor {
            Some(cursor) if cursor.side == Side::Before => SORT.direction.reversed(),
            _ => SORT.direction,
        }
    }

    /// The same for equal lists, whatever page of them, on every node.
    pub fn fingerprint(&self) -> u64 {
        fingerprint(self.resource, &self.filter)
    }
}

/// SipHash-2-4 with a fixed key, as for conversations. Each value has its length before it, so that none runs over into
/// its neighbour.
fn fingerprint(resource: Resource, filter: &Filter) -> u64 {
    let mut hash = SipHasher24::new();
    let mut write = |bytes: &[u8]| {
        hash.write(&(bytes.len() as u64).to_le_bytes());
        hash.write(bytes);
    };
    write(resource.name().as_bytes());
    write(match filter.active {
        None => b"",
        Some(false) => b"0",
        Some(true) => b"1",
    });
    write(filter.search.as_deref().unwrap_or_default().as_bytes());
    write(&(filter.categories.len() as u64).to_le_bytes());
    for category in &filter.categories {
        write(category.as_bytes());
    }
    for parent in &filter.parents {
        write(parent.as_bytes());
    }
    hash.finish()
}

/// One as a caller writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its own in all of the resource.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its text, with a placeholder for each variable.
    pub body: String,
    /// What it is about.
    pub category: Vec<String>,
    /// The variables of its text, each with its default.
    pub parameters: Map<String, Value>,
    /// Whether it is offered to new generation.
    pub active: bool,
    /// What it belongs to.
    pub parent: Option<Uuid>,
}

impl Draft {
    /// Reads the body of a `POST`.
    pub fn read(resource: Resource, mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        let declares = fields.has("parameters");
        let changes = Changes::take(resource, &mut fields);
        let declared_wrong = declares && changes.parameters.is_none();
        let name = fields.required("name", changes.name);
        let body = fields.required("body", changes.body);
        let draft = name.zip(body).map(|(name, body)| Self {
            name,
            body,
            description: changes.description.unwrap_or_default(),
            category: changes.category.unwrap_or_default(),
            parameters: changes.parameters.unwrap_or_default(),
            active: changes.active.unwrap_or(true),
            parent: changes.parent.flatten(),
        });
        // Variables that could not be read are not held against the text: one mistake should not read as two.
        if let Some(draft) = draft.as_ref().filter(|_| !declared_wrong) {
            for error in template::check(&draft.body, &draft.parameters) {
                fields.error(&error.field, error.code, error.message);
            }
        }
        fields.finish(draft)
    }
}

/// What a caller wants otherwise; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    name: Option<String>,
    description: Option<String>,
    body: Option<String>,
    category: Option<Vec<String>>,
    parameters: Option<Map<String, Value>>,
    active: Option<bool>,
    parent: Option<Option<Uuid>>,
}

impl Changes {
    /// Reads the body of a `PATCH`.
    pub fn read(resource: Resource, mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        if fields.is_empty() {
            fields.error("body", "empty", "names nothing to change");
        }
        let changes = Self::take(resource, &mut fields);
        fields.finish(Some(changes))
    }

    fn take(resource: Resource, fields: &mut Fields) -> Self {
        let parent = resource.parent().and_then(|parent| {
            if fields.null(parent.field) {
                Some(None)
            } else {
                fields.uuid(parent.field).map(Some)
            }
        });
        Self {
            name: fields.text("name", 1..=MAX_NAME_CHARS),
            description: fields.text("description", 0..=MAX_DESCRIPTION_CHARS),
            body: fields.text("body", 1..=MAX_BODY_CHARS),
            category: fields.texts("category", MAX_CATEGORIES, MAX_CATEGORY_CHARS),
            parameters: fields.object("parameters"),
            active: fields.boolean("active"),
            parent,
        }
    }

    /// What comes of them, where `draft` was.
    ///
    /// # Errors
    /// Where the text and the variables would no longer fit each other: a change to one of them is held against the other as
    /// it stands.
    pub fn apply(self, draft: Draft) -> Result<Draft, Vec<FieldError>> {
        let touches_variables = self.body.is_some() || self.parameters.is_some();
        let draft = Draft {
            name: self.name.unwrap_or(draft.name),
            description: self.description.unwrap_or(draft.description),
            body: self.body.unwrap_or(draft.body),
            category: self.category.unwrap_or(draft.category),
            parameters: self.parameters.unwrap_or(draft.parameters),
            active: self.active.unwrap_or(draft.active),
            parent: self.parent.unwrap_or(draft.parent),
        };
        if !touches_variables {
            return Ok(draft);
        }
        let errors = template::check(&draft.body, &draft.parameters);
        if errors.is_empty() {
            Ok(draft)
        } else {
            Err(errors)
        }
    }
}
