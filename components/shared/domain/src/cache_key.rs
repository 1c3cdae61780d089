//! Every key that Parley writes to the shared key-value store.
//!
//! | key | value |
//! |---|---|
//! | `v1:conversations:generation` | an opaque text; a writer of conversations puts a new one there after its commit |
//! | `v1:library:generation` | the same for templates, scenarios and edge cases |
//! | `v1:list:<filter>:<sort>:<direction>:<limit>` | a first page |
//! | `v1:count:<filter>` | a count |
//! | `v1:facets:<filter>` | facets |
//! | `v1:<templates, scenarios or edge-cases>:list:<filter>:<limit>` | the first page of templates, scenarios or edge cases |
//! | `v1:<templates, scenarios or edge-cases>:item:<id>` | one of them |
//!
//! `<filter>` is [`Filter::fingerprint`], or [`library::ListQuery::fingerprint`], in hexadecimal. A value says under which generation it was read; one of another
//! generation than the current is not served, so nothing has to be found and deleted.

use crate::{
    filter::Filter,
    library::{self, Resource},
    query::ListQuery,
};
use uuid::Uuid;

/// The generation of everything that is read from conversations.
pub const CONVERSATIONS_GENERATION: &str = "v1:conversations:generation";

/// The generation of everything that is read from templates, scenarios and edge cases.
pub const LIBRARY_GENERATION: &str = "v1:library:generation";

/// The first page of a list; `None` for any other page: who scrolls to a rank goes where nobody else is just then.
pub fn list(query: &ListQuery) -> Option<String> {
    if query.cursor.is_some() || query.rank.is_some() {
        return None;
    }
    let filter = query.filter.fingerprint();
    let (key, direction) = (query.sort.key, query.sort.direction);
    Some(format!(
        "v1:list:{filter:016x}:{key}:{direction}:{}",
        query.limit.rows()
    ))
}

/// A count; an exact one has a key of its own.
pub fn count(filter: &Filter, exact: bool) -> String {
    let kind = if exact { ":exact" } else { "" };
    format!("v1:count:{:016x}{kind}", filter.fingerprint())
}

/// Facets.
pub fn facets(filter: &Filter) -> String {
    format!("v1:facets:{:016x}", filter.fingerprint())
}

/// The first page of templates, scenarios or edge cases; `None` for any other page.
pub fn library_list(query: &library::ListQuery) -> Option<String> {
    if query.cursor.is_some() {
        return None;
    }
    let (resource, filter) = (query.resource.name(), query.fingerprint());
    Some(format!(
        "v1:{resource}:list:{filter:016x}:{}",
        query.limit.rows()
    ))
}

/// One template, scenario or edge case.
pub fn library_item(resource: Resource, id: Uuid) -> String {
    format!("v1:{}:item:{id}", resource.name())
}

/// What a key is of, as metrics tell it; a generation is of all that is read under it.
pub fn resource(key: &str) -> &'static str {
    const RESOURCES: [&str; 8] = [
        "list",
        "count",
        "facets",
        "templates",
        "scenarios",
        "edge-cases",
        "conversations",
        "library",
    ];
    let name = key.split(':').nth(1);
    let known = RESOURCES.into_iter().find(|known| Some(*known) == name);
    known.unwrap_or("other")
}
