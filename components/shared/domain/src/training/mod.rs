//! Conversations as the lines of a trainer's file.
//!
//! | module | what it holds |
//! |---|---|
//! | [`format`] | the formats, and one conversation as one line of each |
//! | [`validator`] | which conversations can be a line of a format, and why others cannot |
//! | [`tally`] | what an export held and what it left out |
//! | [`dataset_info`] | how LLaMA-Factory is told of a file |

pub mod dataset_info;
pub mod format;
pub mod tally;
pub mod validator;

mod alpaca;
mod axolotl;
mod chatml;
mod kto;
mod messages;
mod sharegpt;

use crate::{status::Status, turn::Turn};

/// A conversation about to become a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Where it stands in review.
    pub status: Status,
    /// What is said, in order.
    pub turns: Vec<Turn>,
    /// What else is known of it, as JSON on one line; `None` leaves it out of the file.
    pub metadata: Option<String>,
}
