//! What is to be explained: a query of the dashboard, by its filter, or a statement that Postgres knows, by its id.

use crate::{
    document::Fields,
    filter::Filter,
    page::Limit,
    problem::FieldError,
    query::ListQuery,
    sort::Sort,
    status::{UnknownName, named},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

named! {
    /// What a filter is for.
    Query {
        /// The first page of a list.
        List = "list",
        /// How many it selects.
        Count = "count",
    }
}

/// What is to be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The first page of a list.
    List(Box<ListQuery>),
    /// The count of what a filter selects.
    Count(Box<Filter>),
    /// A statement, by its id in `pg_stat_statements`.
    Statement(String),
}

/// The body of `POST /api/admin/explain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainRequest {
    /// What is to be explained.
    pub subject: Subject,
    /// Runs it too, to see what its nodes take.
    pub analyze: bool,
}

impl ExplainRequest {
    /// Reads the members of a body.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        let analyze = fields.boolean("analyze").unwrap_or(false);
        let subject = match (fields.has("filter"), fields.has("queryid")) {
            (true, false) => read_query(&mut fields),
            (false, true) => read_statement(&mut fields, analyze),
            _ => {
                fields.value("queryid");
                fields.value("filter");
                fields.error("filter", "one_of", "give either filter or queryid");
                None
            }
        };
        fields.finish(subject.map(|subject| Self { subject, analyze }))
    }
}

fn read_query(fields: &mut Fields) -> Option<Subject> {
    let query = fields.named("query").unwrap_or(Query::List);
    let filter = fields.filter("filter");
    if query == Query::Count {
        return filter.map(|filter| Subject::Count(Box::new(filter)));
    }
    let sort = Sort {
        key: fields.named("sortBy").unwrap_or(Sort::default().key),
        direction: fields.named("sortDir").unwrap_or(Sort::default().direction),
    };
    let limit = fields.integer("limit", 1..=i64::from(Limit::MAX));
    let limit = limit.and_then(|limit| Limit::new(u8::try_from(limit).ok()?));
    filter.map(|filter| {
        Subject::List(Box::new(ListQuery {
            filter,
            sort,
            limit: limit.unwrap_or_default(),
            cursor: None,
            rank: None,
        }))
    })
}

/// Ids are signed and of 64 bits, more than a number of JSON holds for every reader, so they are texts.
fn read_statement(fields: &mut Fields, analyze: bool) -> Option<Subject> {
    if analyze {
        fields.error(
            "analyze",
            "without_values",
            "the values that a statement was run with are not kept, so it cannot be run",
        );
    }
    let id = fields.text("queryid", 1..=20)?;
    let digits = id.strip_prefix('-').unwrap_or(&id);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        fields.error("queryid", "not_a_number", "a whole number, as a text");
    }
    Some(Subject::Statement(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(body: &Value) -> Result<ExplainRequest, Vec<(String, &'static str)>> {
        let fields = Fields::read(body.to_string().as_bytes()).expect("an object");
        ExplainRequest::parse(fields).map_err(|errors| {
            errors
                .into_iter()
                .map(|error| (error.field, error.code))
                .collect()
        })
    }

    fn errors(body: &Value) -> Vec<(String, &'static str)> {
        read(body).expect_err("errors")
    }

    #[test]
    fn a_filter_alone_is_the_first_page_of_the_list_as_it_comes() {
        let request = read(&json!({"filter": {"persona": ["calm"]}})).expect("valid");
        let query = ListQuery::parse("persona=calm").expect("valid");
        assert_eq!(request.subject, Subject::List(Box::new(query)));
        assert!(!request.analyze);
    }

    #[test]
    fn an_id_may_be_negative() {
        let request = read(&json!({"queryid": "-9223372036854775808"})).expect("valid");
        let id = "-9223372036854775808".to_owned();
        assert_eq!(request.subject, Subject::Statement(id));
    }

    #[test]
    fn either_a_filter_or_an_id_is_wanted() {
        let wanted = [("filter".to_owned(), "one_of")];
        assert_eq!(errors(&json!({})), wanted);
        assert_eq!(errors(&json!({"filter": {}, "queryid": "1"})), wanted);
    }

    #[test]
    fn a_statement_is_not_run_and_has_no_order() {
        let body = json!({"queryid": "1", "analyze": true, "limit": 5});
        assert_eq!(
            errors(&body),
            [
                ("analyze".to_owned(), "without_values"),
                ("limit".to_owned(), "unknown_field")
            ]
        );
        for id in ["one", "-", "1 OR true", "+1"] {
            assert_eq!(
                errors(&json!({"queryid": id})),
                [("queryid".to_owned(), "not_a_number")]
            );
        }
    }

    #[test]
    fn sql_is_taken_in_no_field() {
        assert_eq!(
            errors(&json!({"filter": {}, "sql": "SELECT 1"})),
            [("sql".to_owned(), "unknown_field")]
        );
    }
}
