//! Turns and generation logs for the newest conversations: of a few, enough to look at; of all, for exports.

use super::{
    copy::{HEADER, RowWriter, TRAILER},
    rows::{CREATED_BY, generator, pick, random_id},
    words,
};
use anyhow::Result;
use rand::RngExt;
use sqlx::PgConnection;
use uuid::Uuid;

/// How many of each were added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Added {
    pub(super) turns: u64,
    pub(super) logs: u64,
}

/// Id, title, emotion, status, turns, template, model and microseconds of created_at.
type Conversation = (
    String,
    String,
    String,
    String,
    i32,
    Option<String>,
    Option<String>,
    i64,
);

/// Conversations whose turns are put together at a time: 100 MB of them.
const PIECE: u64 = 50_000;

/// Adds turns and a log to those of the `newest` conversations that have neither.
pub(super) async fn add(connection: &mut PgConnection, seed: u64, newest: u64) -> Result<Added> {
    let mut all = Added::default();
    let mut newer = 0;
    while newer < newest {
        let piece = PIECE.min(newest - newer);
        let added = add_piece(connection, seed, newer, piece).await?;
        all.turns += added.turns;
        all.logs += added.logs;
        newer += piece;
    }
    Ok(all)
}

/// The same for `count` conversations after the `newer` newest.
async fn add_piece(
    connection: &mut PgConnection,
    seed: u64,
    newer: u64,
    count: u64,
) -> Result<Added> {
    let conversations: Vec<Conversation> = sqlx::query_as(
        "SELECT id::text, title, emotion, status, total_turns, template_id::text, parameters ->> 'model' AS model, \
                (extract(epoch FROM created_at) * 1000000)::bigint AS created_micros \
         FROM (SELECT * FROM conversations ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2) AS newest \
         WHERE created_by = $3 \
           AND NOT EXISTS (SELECT FROM conversation_turns WHERE conversation_id = newest.id) \
           AND NOT EXISTS (SELECT FROM generation_logs WHERE conversation_id = newest.id)",
    )
    .bind(count.cast_signed())
    .bind(newer.cast_signed())
    .bind(CREATED_BY)
    .fetch_all(&mut *connection)
    .await?;

    let (mut turns, mut logs) = (HEADER.to_vec(), HEADER.to_vec());
    for (id, title, emotion, status, total_turns, template_id, model, created_micros) in
        &conversations
    {
        // The id is random by itself; with the seed it makes the texts differ from one seed to the next.
        let id: Uuid = id.parse()?;
        let random = &mut generator(seed, id.as_u64_pair().0);
        let total = *total_turns;
        let mut tokens = 0;
        for turn in 1..=total {
            // An odd number of turns begins with instructions, so that every conversation ends on the assistant.
            let (role, text) = match (turn + total % 2) % 2 {
                _ if turn == 1 && total % 2 == 1 => (
                    "system",
                    "You are a patient advisor. Answer in plain words; never promise a return.",
                ),
                1 => ("user", pick(random, words::QUESTIONS)),
                _ => ("assistant", pick(random, words::ANSWERS)),
            };
            let content = text.replace("{topic}", title).replace("{emotion}", emotion);
            // About four bytes a token in English.
            let count = i32::try_from(content.len())? / 4;
            tokens += count;
            let mut row = RowWriter::new(&mut turns, 6);
            row.id(id);
            row.integer(turn);
            row.text(role);
            row.text(&content);
            row.integer(count);
            row.timestamp(*created_micros);
        }
        let failed = status.as_str() == "failed";
        let mut row = RowWriter::new(&mut logs, 12);
        row.id(random_id(random));
        row.id(id);
        row.optional_id(template_id.as_deref().map(str::parse).transpose()?);
        row.text(model.as_deref().unwrap_or("unknown"));
        row.text(if failed { "failed" } else { "succeeded" });
        row.integer(200 + tokens / 2);
        row.integer(tokens);
        // Millionths of a dollar: twelve a token, and a little for the prompt.
        row.numeric((600 + tokens * 12).unsigned_abs().into(), 6);
        row.integer(random.random_range(800..9_000));
        row.optional_text(failed.then_some("the model was overloaded (529)"));
        row.text(CREATED_BY);
        row.timestamp(*created_micros);
    }
    Ok(Added {
        turns: copy_in(
            connection,
            "COPY conversation_turns (conversation_id, turn_number, role, content, token_count, created_at) FROM STDIN (FORMAT binary)",
            turns,
        )
        .await?,
        logs: copy_in(
            connection,
            "COPY generation_logs (id, conversation_id, template_id, model, status, input_tokens, output_tokens, \
             cost_usd, duration_ms, error, created_by, created_at) FROM STDIN (FORMAT binary)",
            logs,
        )
        .await?,
    })
}

async fn copy_in(connection: &mut PgConnection, statement: &str, mut rows: Vec<u8>) -> Result<u64> {
    rows.extend(TRAILER);
    let mut copy = connection.copy_in_raw(statement).await?;
    copy.send(rows).await?;
    Ok(copy.finish().await?)
}
