//! `{{ name }}` templates, as spin.toml uses them in component variables and allowed outbound hosts.

use anyhow::{Result, bail};

/// A parsed template: literal text and the names of variables, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable(String),
}

impl Template {
    /// Parses a template. An opening `{{` without its `}}` is an error.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, after_open)) = rest.split_once("{{") {
            let Some((name, after_close)) = after_open.split_once("}}") else {
                bail!("{text:?} opens a variable with `{{{{` and does not close it with `}}}}`");
            };
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            parts.push(Part::Variable(name.trim().to_owned()));
            rest = after_close;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// Whether the template holds no variable.
    pub fn is_literal(&self) -> bool {
        self.variables().next().is_none()
    }

    /// The names of the variables, in order of appearance.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// The text with every variable replaced by what `value_of` gives for its name; the first name without a value
    /// is an error.
    pub fn expand<'v>(&self, value_of: impl Fn(&str) -> Option<&'v str>) -> Result<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Variable(name) => match value_of(name) {
                    Some(value) => text.push_str(value),
                    None => bail!(
                        "variable {name:?} is not declared: add it to [variables] in spin.toml"
                    ),
                },
            }
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(text: &str) -> Result<String> {
        Template::parse(text)?.expand(|name| match name {
            "host" => Some("db.example"),
            "port" => Some("5432"),
            "empty" => Some(""),
            _ => None,
        })
    }

    #[test]
    fn variables_are_replaced_wherever_they_stand() {
        for (text, expanded) in [
            ("", ""),
            ("plain", "plain"),
            ("{{ host }}", "db.example"),
            ("{{host}}:{{ port }}", "db.example:5432"),
            (
                "postgres://{{ host }}:{{ port }}/x",
                "postgres://db.example:5432/x",
            ),
            ("a{{ empty }}b", "ab"),
            ("}} { {{ port }} }", "}} { 5432 }"),
        ] {
            assert_eq!(expand(text).unwrap(), expanded, "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_variable_is_rejected() {
        assert!(Template::parse("{{ host }} {{ port").is_err());
    }

    #[test]
    fn an_undeclared_variable_is_named_in_the_error() {
        let error = expand("{{ nobody }}").unwrap_err().to_string();
        assert!(error.contains("\"nobody\""), "{error}");
    }

    #[test]
    fn only_text_without_variables_is_literal() {
        assert!(Template::parse("http://localhost:80").unwrap().is_literal());
        assert!(!Template::parse("http://{{ host }}").unwrap().is_literal());
    }
}
