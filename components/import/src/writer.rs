//! What the file holds goes into the database, a batch at a time.

use crate::intake::Batch;
use parley_domain::{
    cache_key::CONVERSATIONS_GENERATION,
    problem::{Kind, Problem},
    query::ImportQuery,
};
use parley_platform::{cache, database::Session, reply::Reply, serve::Call};
use parley_store::conversations::import;
use std::collections::BTreeSet;

/// Writes batches, and counts.
pub struct Writer<'a> {
    call: &'a Call,
    query: &'a ImportQuery,
    created_by: &'a str,
    /// What a dry run has seen in this file; the beginnings of the hashes. A file holds too few lines for two of them to
    /// begin alike by chance.
    seen: BTreeSet<[u8; 8]>,
    /// Conversations that were not there before; in a dry run, that would be created.
    pub created: u64,
    /// Conversations that were.
    pub duplicates: u64,
    /// The line up to which all is in.
    last_line: u64,
}

impl<'a> Writer<'a> {
    pub fn new(call: &'a Call, query: &'a ImportQuery, created_by: &'a str) -> Self {
        Self {
            call,
            query,
            created_by,
            seen: BTreeSet::new(),
            created: 0,
            duplicates: 0,
            last_line: 0,
        }
    }

    /// Writes a batch in one statement. It takes a connection of its own, so that none is held while the file is slow to
    /// come.
    pub async fn write(&mut self, batch: Batch) -> Result<(), Problem> {
        let rows = batch.chunk.rows() as u64;
        let created = if self.query.dry_run {
            let unseen = self.unseen(batch.chunk.hashes());
            let session = Session::open(&self.call.timing).await?;
            let known = session.integer(import::known(&unseen)).await?;
            unseen.len() as u64 - known.unsigned_abs()
        } else {
            let statement = batch.chunk.create(self.query, self.created_by);
            let session = Session::open(&self.call.timing).await?;
            session.integer(statement).await?.unsigned_abs()
        };
        let is_first = !self.has_written() && created > 0;
        self.created += created;
        self.duplicates += rows - created;
        self.last_line = batch.last_line;
        // The rest may take minutes; whoever looks meanwhile sees that it has begun.
        if is_first && self.has_written() {
            self.renew(Reply::no_content()).await;
        }
        Ok(())
    }

    /// Makes what was read of conversations before old.
    pub async fn renew(&self, reply: Reply) -> Reply {
        Box::pin(cache::renew(CONVERSATIONS_GENERATION, reply)).await
    }

    /// Whether the database is another than before.
    pub fn has_written(&self) -> bool {
        self.created > 0 && !self.query.dry_run
    }

    /// Adds to a problem how far the file got.
    pub fn explain(&self, problem: Problem) -> Problem {
        if self.query.dry_run || self.last_line == 0 {
            return problem;
        }
        let detail = match problem.kind {
            Kind::InvalidRequest | Kind::TooLarge => "what comes after them is not",
            _ => "send the file again, which creates nothing twice",
        };
        Problem {
            detail: format!(
                "{}; the first {} lines are in; {detail}",
                problem.detail, self.last_line
            )
            .into(),
            ..problem
        }
    }

    fn unseen(&mut self, hashes: &[[u8; 32]]) -> Vec<[u8; 32]> {
        let mut unseen = Vec::new();
        for hash in hashes {
            let beginning = hash.first_chunk().copied().unwrap_or_default();
            if self.seen.insert(beginning) {
                unseen.push(*hash);
            }
        }
        unseen
    }
}
