//! The text of a template and the variables it is filled with.
//!
//! `{{name}}` in a text stands for a variable, and every variable has a default. The two are held against each other when
//! a template is written and not when it is used: a placeholder that nobody declared would reach the model as it stands,
//! and a variable that no placeholder names is most often a misspelt one. There is no escape: a text cannot hold a `{{`
//! that is no placeholder. A single brace and a `}}` of their own mean nothing, so JSON may stand in a text.

use crate::problem::FieldError;
use serde_json::{Map, Value};
use std::{borrow::Cow, collections::BTreeSet};

/// The longest name of a variable, in characters.
pub const MAX_NAME_CHARS: usize = 64;

/// The most variables a template may declare.
pub const MAX_VARIABLES: usize = 100;

/// The longest default that is a text, in characters.
pub const MAX_DEFAULT_CHARS: usize = 2_000;

/// The most undeclared variables that an error names.
const MOST_NAMED: usize = 10;

/// As much as an error says of where it is, in characters.
const MAX_FIELD_CHARS: usize = 200;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// A `{{` that begins no placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// The names of a text's placeholders, each once.
///
/// # Errors
/// The first `{{` that no name and `}}` follow at once.
pub fn placeholders(text: &str) -> Result<BTreeSet<&str>, Malformed> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let named = after
            .split_once(CLOSE)
            .filter(|(name, _)| is_variable_name(name));
        let Some((name, behind)) = named else {
            let read = text.len() - rest.len() + before.len();
            return Err(place(text.get(..read).unwrap_or_default()));
        };
        names.insert(name);
        rest = behind;
    }
    Ok(names)
}

/// Whether variables may be called so: `[a-z][a-z0-9_]{0,63}`.
pub fn is_variable_name(name: &str) -> bool {
    name.len() <= MAX_NAME_CHARS
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Everything that is wrong between a text and the variables declared for it, by the fields `body` and `parameters`.
pub fn check(body: &str, parameters: &Map<String, Value>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut error = |field: String, code, message: Cow<'static, str>| {
        errors.push(FieldError {
            field: field.chars().take(MAX_FIELD_CHARS).collect(),
            code,
            message,
        });
    };
    if parameters.len() > MAX_VARIABLES {
        let message = format!("at most {MAX_VARIABLES} variables");
        error("parameters".to_owned(), "too_many", message.into());
        return errors;
    }
    let used = placeholders(body);
    match &used {
        Ok(used) => {
            let undeclared: Vec<&str> = used
                .iter()
                .filter(|name| !parameters.contains_key(**name))
                .copied()
                .take(MOST_NAMED)
                .collect();
            if !undeclared.is_empty() {
                let message = format!("not among the parameters: {}", undeclared.join(", "));
                error("body".to_owned(), "undeclared_variable", message.into());
            }
        }
        Err(Malformed { line, column }) => {
            let message =
                format!("line {line}, column {column}: {{{{ must begin a {{{{variable}}}}");
            error("body".to_owned(), "malformed_placeholder", message.into());
        }
    }
    for (name, default) in parameters {
        let field = || format!("parameters.{name}");
        if !is_variable_name(name) {
            error(
                field(),
                "malformed_name",
                "a lower case letter, then up to 63 lower case letters, digits and underscores"
                    .into(),
            );
        } else if used
            .as_ref()
            .is_ok_and(|used| !used.contains(name.as_str()))
        {
            error(field(), "unused_variable", "no placeholder names it".into());
        } else if let Some((code, message)) = default_error(default) {
            error(field(), code, message);
        }
    }
    errors
}

fn default_error(default: &Value) -> Option<(&'static str, Cow<'static, str>)> {
    match default {
        Value::String(text) if text.chars().count() > MAX_DEFAULT_CHARS => Some((
            "too_long",
            format!("at most {MAX_DEFAULT_CHARS} characters").into(),
        )),
        Value::String(_) | Value::Number(_) | Value::Bool(_) => None,
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Some(("not_a_default", "a text, a number, true or false".into()))
        }
    }
}

/// Where the character behind `before` stands.
fn place(before: &str) -> Malformed {
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before
        .get(line_start..)
        .map_or(0, |line| line.chars().count())
        + 1;
    Malformed { line, column }
}
