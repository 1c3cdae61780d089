//! How LLaMA-Factory is told of a file: an entry of its `dataset_info.json`.
//!
//! After `data/README.md` of LLaMA-Factory (sections Alpaca Format, Sharegpt Format, OpenAI Format, Pre-training Dataset).

use super::format::Format;
use serde::Serialize;
use std::collections::BTreeMap;

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The file, beside `dataset_info.json`.
    pub file_name: String,
    /// `alpaca` or `sharegpt`.
    pub formatting: &'static str,
    /// LLaMA-Factory's names of columns to those of the file.
    pub columns: BTreeMap<&'static str, &'static str>,
    /// LLaMA-Factory's names within a message to those of the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<&'static str, &'static str>,
}

const OPENAI_TAGS: [(&str, &str); 5] = [
    ("role_tag", "role"),
    ("content_tag", "content"),
    ("user_tag", "user"),
    ("assistant_tag", "assistant"),
    ("system_tag", "system"),
];

const SHAREGPT_TAGS: [(&str, &str); 5] = [
    ("role_tag", "from"),
    ("content_tag", "value"),
    ("user_tag", "human"),
    ("assistant_tag", "gpt"),
    ("system_tag", "system"),
];

const ALPACA_COLUMNS: [(&str, &str); 5] = [
    ("prompt", "instruction"),
    ("query", "input"),
    ("response", "output"),
    ("system", "system"),
    ("history", "history"),
];

type Names = &'static [(&'static str, &'static str)];

/// The entry of a file in this format. `None` for KTO: LLaMA-Factory wants prompt and completion in one list of messages,
/// TRL in two, and the file is TRL's.
pub fn entry(format: Format, file_name: &str) -> Option<Entry> {
    let (formatting, columns, tags): (_, Names, Names) = match format {
        Format::Messages | Format::Axolotl => {
            ("sharegpt", &[("messages", "messages")], &OPENAI_TAGS)
        }
        Format::Sharegpt => ("sharegpt", &[("messages", "conversations")], &SHAREGPT_TAGS),
        Format::Alpaca => ("alpaca", &ALPACA_COLUMNS, &[]),
        Format::Chatml => ("alpaca", &[("prompt", "text")], &[]),
        Format::Kto => return None,
    };
    Some(Entry {
        file_name: file_name.to_owned(),
        formatting,
        columns: columns.iter().copied().collect(),
        tags: tags.iter().copied().collect(),
    })
}
