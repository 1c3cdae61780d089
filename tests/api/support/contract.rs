//! The contract as the app serves it, and the routes of `spin.toml`.

use super::fixture::Fixture;
use parley_xtask::workspace::root;
use serde_json::{Map, Value};
use std::{collections::BTreeSet, fs};

/// What `/api/openapi.json` says.
pub struct Contract(Value);

/// One method of one path.
pub struct Operation {
    /// `GET /api/conversations/{id}`.
    pub name: String,
    /// Its `operationId`.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// Whether it takes a token.
    pub is_signed_in: bool,
    /// Whether it takes a body.
    pub has_body: bool,
    /// Whether its success carries an `ETag`.
    pub has_validator: bool,
    /// Whether it honours `If-Match`.
    pub is_conditional: bool,
    /// Every status that it declares.
    pub statuses: BTreeSet<u16>,
    /// Where its parameters are: `path`, `query`, `header`.
    places: BTreeSet<String>,
}

impl Operation {
    /// Whether it has a parameter there.
    pub fn has(&self, place: &str) -> bool {
        self.places.contains(place)
    }
}

impl Contract {
    /// Reads it from the shared app.
    pub fn of(fixture: &Fixture) -> Self {
        Self(fixture.client().get("/api/openapi.json").data())
    }

    /// Every path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.members(&["paths"]).keys().map(String::as_str)
    }

    /// Every operation.
    pub fn operations(&self) -> Vec<Operation> {
        self.paths()
            .flat_map(|path| self.operations_of(path))
            .collect()
    }

    /// Those of one path.
    pub fn operations_of(&self, path: &str) -> Vec<Operation> {
        let shared = self.places(&self.0["paths"][path]);
        let methods = self.members(&["paths", path]).iter();
        methods
            .filter(|(method, _)| *method != "parameters")
            .map(|(method, value)| self.read(path, method, value, &shared))
            .collect()
    }

    /// The operation of this name, which is its method and path.
    pub fn operation(&self, name: &str) -> Option<Operation> {
        let (_, path) = name.split_once(' ')?;
        let operations = self.0["paths"].get(path).map(|_| self.operations_of(path));
        operations?
            .into_iter()
            .find(|operation| operation.name == name)
    }

    /// The path that a request's path is one of; one without a parameter in the place first, as Spin chooses.
    pub fn route(&self, path: &str) -> Option<String> {
        let matches = |pattern: &&str| {
            let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
            loop {
                match (pattern.next(), path.next()) {
                    (None, None) => return true,
                    (Some(pattern), Some(part)) if pattern == part => {}
                    (Some(pattern), Some(part)) if pattern.starts_with('{') && !part.is_empty() => {
                    }
                    _ => return false,
                }
            }
        };
        self.paths()
            .filter(matches)
            .min_by_key(|pattern| pattern.matches('{').count())
            .map(str::to_owned)
    }

    /// The codes that a field's error may have.
    pub fn codes(&self) -> BTreeSet<String> {
        let field_error =
            &self.0["components"]["schemas"]["Problem"]["properties"]["errors"]["items"];
        let codes = field_error["properties"]["code"]["enum"].as_array();
        let codes = codes.expect("codes").iter().filter_map(Value::as_str);
        codes.map(str::to_owned).collect()
    }

    fn read(
        &self,
        path: &str,
        method: &str,
        value: &Value,
        shared: &BTreeSet<String>,
    ) -> Operation {
        let responses = value["responses"].as_object().expect("responses");
        let method = method.to_uppercase();
        Operation {
            name: format!("{method} {path}"),
            id: value["operationId"].as_str().unwrap_or_default().to_owned(),
            method,
            is_signed_in: value["security"]
                .as_array()
                .is_none_or(|none| !none.is_empty()),
            has_body: value.get("requestBody").is_some(),
            has_validator: responses.iter().any(|(status, response)| {
                status.starts_with('2') && self.resolved(response)["headers"].get("ETag").is_some()
            }),
            is_conditional: self
                .parameters(value)
                .any(|parameter| parameter["name"] == "If-Match"),
            statuses: responses
                .keys()
                .map(|status| status.parse().expect("a status"))
                .collect(),
            places: self.places(value).union(shared).cloned().collect(),
        }
    }

    fn places(&self, value: &Value) -> BTreeSet<String> {
        self.parameters(value)
            .map(|parameter| parameter["in"].as_str().expect("a place").to_owned())
            .collect()
    }

    fn parameters<'a>(&'a self, value: &'a Value) -> impl Iterator<Item = &'a Value> {
        let parameters = value["parameters"].as_array().into_iter().flatten();
        parameters.map(|parameter| self.resolved(parameter))
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => {
                let pointer = reference.trim_start_matches('#');
                self.0
                    .pointer(pointer)
                    .unwrap_or_else(|| panic!("no {reference}"))
            }
            None => value,
        }
    }

    fn members(&self, path: &[&str]) -> &Map<String, Value> {
        let value = path.iter().fold(&self.0, |value, name| &value[name]);
        value.as_object().unwrap_or_else(|| panic!("no {path:?}"))
    }
}

/// The routes of `spin.toml`.
pub fn routes() -> impl Iterator<Item = String> {
    manifest()["trigger"]["http"]
        .as_array()
        .expect("triggers")
        .iter()
        .map(|trigger| trigger["route"].as_str().expect("a route").to_owned())
        .collect::<Vec<_>>()
        .into_iter()
}

/// `spin.toml`.
pub fn manifest() -> toml::Table {
    let text = fs::read_to_string(root().join("spin.toml")).expect("spin.toml");
    text.parse().expect("TOML")
}

/// A path or a route with its parameters' names left out: `/api/conversations/:id` and `/api/conversations/{id}` are one.
pub fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let is_parameter = part.starts_with(':') || part.starts_with('{');
        if is_parameter { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}
