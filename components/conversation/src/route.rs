//! The paths of one conversation. Spin routes by pattern and hands the path over as it came.

use parley_domain::problem::{Kind, Problem};
use parley_store::conversation::not_found;
use uuid::Uuid;

/// What a path names.
pub enum Route<'a> {
    /// `/api/conversations/:id`
    Conversation(&'a str),
    /// `/api/conversations/:id/turns`
    Turns(&'a str),
}

impl<'a> Route<'a> {
    /// Takes the id out of a path.
    pub fn parse(path: &'a str) -> Result<Self, Problem> {
        let id = path.strip_prefix("/api/conversations/").unwrap_or_default();
        match id.split_once('/') {
            None if !id.is_empty() => Ok(Self::Conversation(id)),
            Some((id, "turns")) => Ok(Self::Turns(id)),
            _ => Err(Problem::new(Kind::NotFound, "there is no such route")),
        }
    }
}

/// The id of a conversation; what is no UUID is the id of none.
pub fn id(text: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| not_found())
}
