//! JSON bodies become typed input, or a list of every error in them.
//!
//! The rules that hold for every body are here once, as [`crate::query`] has them for query strings: an unknown member
//! is an error, since a misspelt field must not be lost without a word; so is a text out of its bounds, a NUL (Postgres
//! holds none), and nesting beyond [`MAX_DEPTH`].
//!
//! A reader asks for each member by name and type, goes on past what is wrong, and ends with [`Fields::finish`], which
//! gives the input back or all the errors.

use crate::{
    problem::FieldError,
    quality::{Quality, QualityError},
    status::UnknownName,
    turn::{self, MAX_TURNS, Turn},
};
use serde_json::{Map, Value};
use std::{borrow::Cow, ops::RangeInclusive, str::FromStr};
use uuid::Uuid;

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 16;

/// The members of one JSON object not yet asked for, and the errors found so far.
#[derive(Debug)]
pub struct Fields {
    /// Where the object stands in the body, with a dot behind it; empty for the body itself.
    path: String,
    members: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Fields {
    /// Reads a body.
    ///
    /// # Errors
    /// Where it is no JSON, no object, nested too deep or holds a NUL.
    pub fn read(body: &[u8]) -> Result<Self, Vec<FieldError>> {
        let whole = |code, message: Cow<'static, str>| {
            vec![FieldError {
                field: "body".to_owned(),
                code,
                message,
            }]
        };
        let value: Value = serde_json::from_slice(body).map_err(|error| {
            let place = format!(
                "is not JSON at line {}, column {}",
                error.line(),
                error.column()
            );
            whole("not_json", place.into())
        })?;
        match fault(&value, MAX_DEPTH) {
            Some("nul") => Err(whole("nul", "must not contain a NUL character".into())),
            Some(code) => Err(whole(code, "is nested too deep".into())),
            None => match value {
                Value::Object(members) => Ok(Self::of(members)),
                _ => Err(whole("not_an_object", "must be a JSON object".into())),
            },
        }
    }

    /// The members of an object.
    pub const fn of(members: Map<String, Value>) -> Self {
        Self {
            path: String::new(),
            members,
            errors: Vec::new(),
        }
    }

    /// Gives `input` back if nothing was wrong and nothing was left over.
    ///
    /// # Errors
    /// Every error found, in the order they were.
    pub fn finish<T>(mut self, input: Option<T>) -> Result<T, Vec<FieldError>> {
        self.close();
        match input {
            Some(input) if self.errors.is_empty() => Ok(input),
            _ => Err(self.errors),
        }
    }

    fn close(&mut self) {
        for name in std::mem::take(&mut self.members).into_iter().map(first) {
            self.error(&name, "unknown_field", "there is no such field");
        }
    }

    /// Whether no member is left.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether a member is there, null or not, and has not been asked for.
    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Notes an error. A field is named once, by what was found first.
    pub fn error(&mut self, name: &str, code: &'static str, message: impl Into<Cow<'static, str>>) {
        let field: String = self.path.chars().chain(name.chars()).take(200).collect();
        if self.errors.iter().all(|error| error.field != field) {
            self.errors.push(FieldError {
                field,
                code,
                message: message.into(),
            });
        }
    }

    /// Notes that a member is missing where nothing was found wrong with it or within it.
    pub fn required<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        let path = format!("{}{name}", self.path);
        let is_wrong = self.errors.iter().any(|error| {
            error
                .field
                .strip_prefix(&path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        if value.is_none() && !is_wrong {
            self.error(name, "required", "is required");
        }
        value
    }

    /// A member that is not null; `None` where it is missing.
    pub fn value(&mut self, name: &str) -> Option<Value> {
        match self.members.remove(name)? {
            Value::Null => {
                self.error(name, "null", "must not be null; leave it out instead");
                None
            }
            value => Some(value),
        }
    }

    /// Whether a member is there and null; takes it away where it is.
    pub fn null(&mut self, name: &str) -> bool {
        let is_null = self.members.get(name).is_some_and(Value::is_null);
        if is_null {
            self.members.remove(name);
        }
        is_null
    }

    /// A text of so many characters, without the white space around it.
    pub fn text(&mut self, name: &str, chars: RangeInclusive<usize>) -> Option<String> {
        let value = self.value(name)?;
        let Value::String(text) = value else {
            return self.wrong(name, "not_a_text", "must be a text");
        };
        let text = text.trim();
        let length = text.chars().count();
        if length < *chars.start() {
            return self.wrong(name, "empty", "must not be empty");
        }
        if length > *chars.end() {
            return self.wrong(
                name,
                "too_long",
                format!("at most {} characters", chars.end()),
            );
        }
        Some(text.to_owned())
    }

    /// One of the names that a type knows.
    pub fn named<T: FromStr<Err = UnknownName>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name, 1..=200)?;
        match text.parse() {
            Ok(named) => Some(named),
            Err(UnknownName { expected }) => self.wrong(
                name,
                "unknown_value",
                format!("one of {}", expected.join(", ")),
            ),
        }
    }

    /// The code of a decision's reason, such as `off_topic`: as the database's trigger takes it.
    pub fn reason(&mut self, name: &str) -> Option<String> {
        let reason = self.text(name, 1..=64)?;
        let is_code = reason.starts_with(|first: char| first.is_ascii_lowercase())
            && reason
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if is_code {
            return Some(reason);
        }
        self.wrong(
            name,
            "not_a_code",
            "lower-case letters, digits and underscores, such as off_topic",
        )
    }

    /// A UUID.
    pub fn uuid(&mut self, name: &str) -> Option<Uuid> {
        let text = self.text(name, 1..=200)?;
        match Uuid::parse_str(&text) {
            Ok(uuid) => Some(uuid),
            Err(_) => self.wrong(name, "not_a_uuid", "must be a UUID"),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.value(name)? {
            Value::Bool(boolean) => Some(boolean),
            _ => self.wrong(name, "not_a_boolean", "must be true or false"),
        }
    }

    /// A whole number within bounds.
    pub fn integer(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(name)?;
        // 1.0 is the same number in JSON.
        let whole = value.as_f64().filter(|number| number.fract() == 0.0);
        let integer = value.as_i64().or(whole.map(|number| number as i64));
        match integer.filter(|integer| bounds.contains(integer)) {
            Some(integer) => Some(integer),
            None => self.wrong(
                name,
                "out_of_range",
                format!("a whole number, {} to {}", bounds.start(), bounds.end()),
            ),
        }
    }

    /// A number within bounds.
    pub fn number(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Option<f64> {
        let number = self.value(name)?.as_f64();
        // Bounds are whole numbers, so that no float has to be written.
        let within = *bounds.start() as f64..=*bounds.end() as f64;
        match number.filter(|number| within.contains(number)) {
            Some(number) => Some(number),
            None => self.wrong(
                name,
                "out_of_range",
                format!("a number, {} to {}", bounds.start(), bounds.end()),
            ),
        }
    }

    /// A quality score: a number from 0 to 10 with at most two decimals.
    pub fn quality(&mut self, name: &str) -> Option<Quality> {
        let value = self.value(name)?;
        let quality = value.as_f64().ok_or(QualityError::NotANumber);
        match quality.and_then(Quality::try_from) {
            Ok(quality) => Some(quality),
            Err(error) => self.wrong(name, error.code(), error.message()),
        }
    }

    /// A list of at most so many values.
    pub fn list(&mut self, name: &str, most: usize) -> Option<Vec<Value>> {
        let value = self.value(name)?;
        let Value::Array(values) = value else {
            return self.wrong(name, "not_a_list", "must be a list");
        };
        if values.len() > most {
            return self.wrong(name, "too_many", format!("at most {most} values"));
        }
        Some(values)
    }

    /// A list of texts, each of 1 to so many characters, without the white space around them.
    pub fn texts(&mut self, name: &str, most: usize, chars: usize) -> Option<Vec<String>> {
        let values = self.list(name, most)?;
        let mut texts = Vec::with_capacity(values.len());
        for value in values {
            let text = value.as_str().map(str::trim).unwrap_or_default();
            if text.is_empty() || text.chars().count() > chars {
                return self.wrong(
                    name,
                    "not_texts",
                    format!("texts of 1 to {chars} characters"),
                );
            }
            texts.push(text.to_owned());
        }
        Some(texts)
    }

    /// A JSON object, whatever it holds.
    pub fn object(&mut self, name: &str) -> Option<Map<String, Value>> {
        match self.value(name)? {
            Value::Object(members) => Some(members),
            _ => self.wrong(name, "not_an_object", "must be a JSON object"),
        }
    }

    /// An object whose own members are read by `read`; its errors join these.
    pub fn nested<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(name)?;
        self.element(name, value, read)
    }

    /// As [`Self::nested`], for a value that was taken already, such as one of a list. `name` says where it stands.
    pub fn element<T>(
        &mut self,
        name: &str,
        value: Value,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let Value::Object(members) = value else {
            return self.wrong(name, "not_an_object", "must be a JSON object");
        };
        let mut fields = Self::of(members);
        fields.path = format!("{}{name}.", self.path);
        let read = read(&mut fields);
        fields.close();
        self.errors.append(&mut fields.errors);
        read
    }

    /// The turns of a conversation: `[{"role": "user", "content": "…"}, …]`, in an order that [`turn::check`] allows.
    pub fn turns(&mut self, name: &str) -> Option<Vec<Turn>> {
        let values = self.list(name, MAX_TURNS)?;
        let mut turns = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            turns.push(self.element(&format!("{name}[{index}]"), value, read_turn)?);
        }
        if let Err(error) = turn::check(&turns) {
            let place = error
                .index
                .map_or_else(|| name.to_owned(), |index| format!("{name}[{index}]"));
            return self.wrong(&place, error.code, error.message);
        }
        Some(turns)
    }

    fn wrong<T>(
        &mut self,
        name: &str,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Option<T> {
        self.error(name, code, message);
        None
    }
}

fn read_turn(fields: &mut Fields) -> Option<Turn> {
    let role = fields.named("role");
    let role = fields.required("role", role);
    let content = match fields.value("content") {
        Some(Value::String(content)) => Some(content),
        Some(_) => fields.wrong("content", "not_a_text", "must be a text"),
        None => None,
    };
    let content = fields.required("content", content);
    role.zip(content)
        .map(|(role, content)| Turn { role, content })
}

fn first<A, B>((first, _): (A, B)) -> A {
    first
}

/// What is wrong with a value wherever it stands: `too_deep` or `nul`.
pub(crate) fn fault(value: &Value, depth_left: usize) -> Option<&'static str> {
    let Some(inside) = depth_left.checked_sub(1) else {
        return Some("too_deep");
    };
    match value {
        Value::String(text) => text.contains('\0').then_some("nul"),
        Value::Array(values) => values.iter().find_map(|value| fault(value, inside)),
        Value::Object(members) => members.iter().find_map(|(name, value)| {
            let name = name.contains('\0').then_some("nul");
            name.or_else(|| fault(value, inside))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
