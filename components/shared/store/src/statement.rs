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
}
