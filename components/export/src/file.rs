//! A trainer's file, piece by piece.

use parley_domain::{
    problem::Problem,
    query::ExportQuery,
    status::Status,
    training::{
        Conversation,
        format::Format,
        tally::{Counts, Report, Tally},
    },
    turn::{Turn, TurnRole},
};
use parley_platform::{
    database::Session,
    rows::{Row, Rows},
    telemetry::Timing,
};
use parley_store::conversations::export;

/// A piece ends with the line that reaches this many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// What a file in this format is called.
pub fn name(format: Format) -> String {
    format!("parley-{format}.jsonl")
}

/// A file that is being written.
pub struct File {
    format: Format,
    rows: Rows,
    tally: Tally,
}

impl File {
    /// Begins to read what the file is made of.
    pub async fn open(query: &ExportQuery, timing: &Timing) -> Result<Self, Problem> {
        let session = Session::open(timing).await?;
        let statement = export::rows(&query.filter, query.metadata);
        Ok(Self {
            format: query.format,
            rows: session.rows(statement).await?,
            tally: Tally::default(),
        })
    }

    /// The next whole lines; `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let mut piece = Vec::new();
        while piece.len() < PIECE_BYTES {
            let Some(row) = self.rows.next().await? else {
                break;
            };
            self.write(row, &mut piece)?;
        }
        Ok((!piece.is_empty()).then_some(piece))
    }

    /// What was written so far, and what was left out.
    pub fn finish(self) -> (Counts, Report) {
        self.tally.finish()
    }

    fn write(&mut self, row: Row, piece: &mut Vec<u8>) -> Result<(), Problem> {
        let (id, conversation) = read(row)?;
        let written = self.format.write(&conversation, piece);
        self.tally
            .add(id, conversation.status, conversation.turns.len(), written)
            .map_err(Problem::internal)
    }
}

/// A row of [`export::rows`]: an id and its conversation.
fn read(mut row: Row) -> Result<(String, Conversation), Problem> {
    let unknown = || Problem::internal("a status or a role that is not known");
    let id = row.text()?;
    let status: Status = row.text()?.parse().map_err(|_| unknown())?;
    let roles = row.optional_text()?.unwrap_or_default();
    let contents = row.texts()?;
    let mut turns = Vec::with_capacity(contents.len());
    for (initial, content) in roles.chars().zip(contents) {
        let role = match initial {
            's' => TurnRole::System,
            'u' => TurnRole::User,
            'a' => TurnRole::Assistant,
            _ => return Err(unknown()),
        };
        turns.push(Turn { role, content });
    }
    let metadata = row.optional_text()?;
    let conversation = Conversation {
        status,
        turns,
        metadata,
    };
    Ok((id, conversation))
}
