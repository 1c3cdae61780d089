//! The formats, and one conversation as one line of each.
//!
//! | format | one line | whose |
//! |---|---|---|
//! | [`Format::Messages`] | `{"messages":[{"role","content"}]}` | OpenAI's chat format, TRL's conversational language modeling |
//! | [`Format::Sharegpt`] | `{"conversations":[{"from","value"}]}` | ShareGPT's, as LLaMA-Factory and FastChat read it |
//! | [`Format::Alpaca`] | `{"instruction","input","output","system","history"}` | Stanford Alpaca's, with LLaMA-Factory's `system` and `history` |
//! | [`Format::Axolotl`] | `{"messages":[{"role","content","train"}]}` | Axolotl's `chat_template` datasets with `message_field_training: train` |
//! | [`Format::Kto`] | `{"prompt":[…],"completion":[…],"label"}` | TRL's conversational unpaired preference |
//! | [`Format::Chatml`] | `{"text":"<\|im_start\|>…"}` | ChatML, ready to be tokenised |
//!
//! The same conversation is the same bytes every time. Every line of a file has the same members, whatever the conversation:
//! `datasets` takes the columns from the first lines, and refuses a file in which one turns up later.

use super::{
    Conversation, alpaca, axolotl, chatml, kto, messages, sharegpt,
    validator::{self, Defect},
};
pub use crate::status::UnknownName;
use crate::status::named;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

named! {
    /// The format of a trainer's file.
    Format {
        /// OpenAI messages.
        Messages = "messages",
        /// ShareGPT.
        Sharegpt = "sharegpt",
        /// Alpaca.
        Alpaca = "alpaca",
        /// Messages that say of each turn whether it is trained on.
        Axolotl = "axolotl",
        /// A prompt, a completion and whether it is a good one.
        Kto = "kto",
        /// One text with ChatML's marks.
        Chatml = "chatml",
    }
}

named! {
    /// What a line may hold beyond its format.
    Include {
        /// The conversation's id, title, status and the like, as the member `metadata`.
        Metadata = "metadata",
    }
}

/// Why a conversation is not in a file.
#[derive(Debug)]
pub enum Unwritable {
    /// It cannot be a line of the format.
    Defect(Defect),
    /// JSON could not be written, which a text always can.
    Json(serde_json::Error),
}

impl From<serde_json::Error> for Unwritable {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl Format {
    /// Adds the conversation to `file` as one line, or leaves `file` as it is.
    ///
    /// # Errors
    /// [`Unwritable::Defect`] where the conversation cannot be a line of this format.
    pub fn write(self, conversation: &Conversation, file: &mut Vec<u8>) -> Result<(), Unwritable> {
        validator::check(self, conversation).map_err(Unwritable::Defect)?;
        let Conversation { status, turns, .. } = conversation;
        match self {
            Self::Messages => messages::write(turns, file)?,
            Self::Sharegpt => sharegpt::write(turns, file)?,
            Self::Alpaca => alpaca::write(turns, file)?,
            Self::Axolotl => axolotl::write(turns, file)?,
            Self::Kto => kto::write(turns, *status, file)?,
            Self::Chatml => chatml::write(turns, file)?,
        }
        if let Some(metadata) = &conversation.metadata
            && file.pop() == Some(b'}')
        {
            file.extend_from_slice(br#","metadata":"#);
            file.extend_from_slice(metadata.as_bytes());
            file.push(b'}');
        }
        file.push(b'\n');
        Ok(())
    }
}
