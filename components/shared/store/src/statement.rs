//! SQL from static pieces and numbered parameters.
//!
//! The only way to add text is a `&'static str`, or a number that is written as digits, so nothing that came with a
//! request can become SQL; the only way to add a value of a request is a parameter. Parameters travel as text, arrays of text or integers, and the SQL casts them: that
//! keeps clear of types a host might convert differently, and of the extra queries that tokio-postgres makes for
//! types it does not know.

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `text`
    Text(String),
    /// `text[]`
    Texts(Vec<String>),
    /// `int8`
    Integer(i64),
}

impl Value {
    const fn cast(&self) -> &'static str {
        match self {
            Self::Text(_) => "::text",
            Self::Texts(_) => "::text[]",
            Self::Integer(_) => "::int8",
        }
    }

    /// The text that Postgres reads it from, before any quoting.
    fn literal(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(integer) => integer.to_string(),
            Self::Texts(texts) => {
                let quoted = texts
                    .iter()
                    .map(|text| format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\"")));
                let quoted: Vec<String> = quoted.collect();
                format!("{{{}}}", quoted.join(","))
            }
        }
    }
}

/// A statement with its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    text: String,
    parameters: Vec<Value>,
}

impl Statement {
    /// A statement that begins with `text`.
    pub fn new(text: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            parameters: Vec::new(),
        }
    }

    /// Adds text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a number as it is written: digits cannot be anything but a number.
    pub fn push_number(&mut self, number: u64) -> &mut Self {
        self.text.push_str(&number.to_string());
        self
    }

    /// Adds a parameter with its own cast: `$1::text`, `$2::text[]`, `$3::int8`.
    pub fn bind(&mut self, value: Value) -> &mut Self {
        let cast = value.cast();
        self.parameters.push(value);
        self.text
            .push_str(&format!("${}{cast}", self.parameters.len()));
        self
    }

    /// Adds a text parameter.
    pub fn bind_text(&mut self, text: impl ToString) -> &mut Self {
        self.bind(Value::Text(text.to_string()))
    }

    /// Adds an array of texts.
    pub fn bind_texts<T: ToString>(&mut self, texts: impl IntoIterator<Item = T>) -> &mut Self {
        self.bind(Value::Texts(
            texts.into_iter().map(|text| text.to_string()).collect(),
        ))
    }

    /// The SQL.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SQL apart at its parameters, and between each two pieces the parameter's value as Postgres reads it from a
    /// literal: for a statement that is the input of another.
    pub(crate) fn into_pieces(self) -> (Vec<String>, Vec<String>) {
        let mut pieces = Vec::with_capacity(self.parameters.len() + 1);
        let mut rest = self.text.as_str();
        for number in 1..=self.parameters.len() {
            let Some((piece, after)) = rest.split_once(&format!("${number}::")) else {
                continue;
            };
            pieces.push(piece.to_owned());
            // The cast belongs to the text; it is two characters before what comes after.
            rest = self
                .text
                .get(self.text.len() - after.len() - 2..)
                .unwrap_or(after);
        }
        pieces.push(rest.to_owned());
        (pieces, self.parameters.iter().map(Value::literal).collect())
    }

    /// The SQL and its parameters, to be run.
    pub fn into_parts(self) -> (String, Vec<Value>) {
        (self.text, self.parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_and_cast_in_order() {
        let mut statement = Statement::new("select ");
        statement
            .bind_text("a")
            .push(", ")
            .bind_texts(["b"])
            .push(", ")
            .bind(Value::Integer(3));
        assert_eq!(statement.text(), "select $1::text, $2::text[], $3::int8");
    }

    #[test]
    fn pieces_stand_between_values() {
        let mut statement = Statement::new("select ");
        statement
            .bind_text("$2::")
            .push("::uuid, ")
            .bind_texts(["a", r#"b"\"#])
            .push(", 1");
        let (pieces, values) = statement.into_pieces();
        assert_eq!(pieces, ["select ", "::text::uuid, ", "::text[], 1"]);
        assert_eq!(values, ["$2::", r#"{"a","b\"\\"}"#]);
    }
}
