//! Conversations of demo data, each made from its number alone.
//!
//! A row depends on the seed and its number, not on the rows before it: the same seed and count give the same rows, a
//! larger count gives the same rows and more, and any part can be made on its own.

use super::{copy::RowWriter, words};
use chrono::{DateTime, SecondsFormat};
use rand::{Rng, RngExt, SeedableRng, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};
use uuid::Uuid;

/// Columns that [`Row::write`] writes, in its order.
pub(super) const COLUMNS: &str = "id, title, persona, emotion, tier, status, quality_score, total_turns, category, \
    parameters, review_history, template_id, scenario_id, edge_case_id, created_by, version, created_at, updated_at";

/// Who "created" the seeded rows; a later run recognises them by it.
pub(super) const CREATED_BY: &str = "seed";

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// The newest possible `created_at`: 2026-09-01T00:00:00Z, in microseconds. Fixed, so that the same seed gives the same
/// rows on any day, and some weeks back, so that what was reviewed after it is not in the future.
const END: i64 = 1_788_220_800 * SECOND;

/// How far back `created_at` reaches.
const SPAN: i64 = 730 * DAY;

/// How many bursts (imports, batch generations) the conversations cluster around.
const BURSTS: u64 = 240;

/// What the rows should look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Like a desk that has been in use for two years.
    #[default]
    Demo,
    /// Few distinct values in every sort key, so that nearly every page ends within a tie: for tests of paging.
    Ties,
}

/// The ids that rows may refer to.
#[derive(Debug)]
pub(super) struct Catalogue {
    pub(super) templates: Vec<Uuid>,
    pub(super) scenarios: Vec<Uuid>,
    pub(super) edge_cases: Vec<Uuid>,
}

/// A random generator for one thing that is made from a seed and a number.
pub(super) fn generator(seed: u64, number: u64) -> Xoshiro256PlusPlus {
    // The odd constant (2^64 over the golden ratio) keeps neighbours' states apart; see SplitMix64, which
    // seed_from_u64 then runs.
    Xoshiro256PlusPlus::seed_from_u64(
        seed ^ number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
    )
}

/// A random id of version 4.
pub(super) fn random_id(random: &mut impl Rng) -> Uuid {
    uuid::Builder::from_random_bytes(random.random()).into_uuid()
}

pub(super) fn pick<T: Copy>(random: &mut impl Rng, from: &[T]) -> T {
    // Every list is a constant or a catalogue, and none is empty.
    *from.choose(random).unwrap_or(&from[0])
}

/// A status move, as in `review_history`.
#[derive(Debug)]
struct Move {
    at: i64,
    by: &'static str,
    from: &'static str,
    to: &'static str,
    reason: Option<&'static str>,
    note: Option<&'static str>,
}

/// A conversation.
#[derive(Debug)]
pub(super) struct Row {
    id: Uuid,
    title: String,
    persona: &'static str,
    emotion: &'static str,
    tier: &'static str,
    status: &'static str,
    quality_hundredths: Option<u32>,
    total_turns: i32,
    category: Vec<&'static str>,
    parameters: String,
    moves: Vec<Move>,
    template_id: Option<Uuid>,
    scenario_id: Option<Uuid>,
    edge_case_id: Option<Uuid>,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    /// The row with this number.
    pub(super) fn new(profile: Profile, seed: u64, number: u64, catalogue: &Catalogue) -> Self {
        let random = &mut generator(seed, number);
        let id = random_id(random);
        let tier = weighted(
            random,
            &[(70, "template"), (25, "scenario"), (5, "edge_case")],
        );
        let status = weighted(
            random,
            &[
                (5_500, "approved"),
                (1_400, "pending_review"),
                (900, "generated"),
                (800, "archived"),
                (740, "draft"),
                (550, "rejected"),
                (70, "failed"),
                (40, "needs_revision"),
            ],
        );
        let persona = pick(random, words::PERSONAS);
        let emotion = pick(random, words::EMOTIONS);
        let created_at = match profile {
            Profile::Demo => created_at(seed, random),
            Profile::Ties => {
                END - random.random_range(1..40) * 18 * DAY - random.random_range(0..2)
            }
        };
        let moves = moves(random, status, created_at);
        let edits = random.random_range(0..3);
        let last_move = moves.last().map_or(created_at, |last| last.at);
        let updated_at = match profile {
            Profile::Demo => last_move + edits * random.random_range(1..HOUR),
            Profile::Ties => END + random.random_range(0..30) * DAY,
        };
        let (template_id, scenario_id, edge_case_id) = match tier {
            "template" => (
                random
                    .random_bool(0.9)
                    .then(|| pick(random, &catalogue.templates)),
                None,
                None,
            ),
            "scenario" => (None, Some(pick(random, &catalogue.scenarios)), None),
            _ => (None, None, Some(pick(random, &catalogue.edge_cases))),
        };
        Self {
            id,
            title: match profile {
                Profile::Demo => title(random, number),
                Profile::Ties => tied_title(random),
            },
            persona,
            emotion,
            tier,
            status,
            quality_hundredths: match profile {
                Profile::Demo => quality(random, status),
                Profile::Ties => pick(
                    random,
                    &[
                        None,
                        None,
                        Some(0),
                        Some(500),
                        Some(825),
                        Some(826),
                        Some(990),
                        Some(1000),
                    ],
                ),
            },
            total_turns: match profile {
                Profile::Demo => turns(random, status),
                Profile::Ties => random.random_range(0..6),
            },
            category: categories(random, number),
            parameters: parameters(random),
            version: 1 + moves.len() as i64 + edits,
            moves,
            template_id,
            scenario_id,
            edge_case_id,
            created_at,
            updated_at,
        }
    }

    /// Appends the row in COPY's binary format.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let mut row = RowWriter::new(out, 18);
        row.id(self.id);
        row.text(&self.title);
        row.text(self.persona);
        row.text(self.emotion);
        row.text(self.tier);
        row.text(self.status);
        match self.quality_hundredths {
            Some(hundredths) => row.numeric(u64::from(hundredths) * 10_000, 2),
            None => row.null(),
        }
        row.integer(self.total_turns);
        row.texts(&self.category);
        row.jsonb(&self.parameters);
        row.jsonb(&history(&self.moves));
        row.optional_id(self.template_id);
        row.optional_id(self.scenario_id);
        row.optional_id(self.edge_case_id);
        row.text(CREATED_BY);
        row.bigint(self.version);
        row.timestamp(self.created_at);
        row.timestamp(self.updated_at);
    }
}

/// RFC 3339 in UTC with microseconds.
fn timestamp(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn weighted(random: &mut impl Rng, choices: &[(u32, &'static str)]) -> &'static str {
    let mut ticket = random.random_range(0..choices.iter().map(|(weight, _)| weight).sum());
    for (weight, choice) in choices {
        if ticket < *weight {
            return choice;
        }
        ticket -= weight;
    }
    choices[0].1
}

/// More in recent months than two years ago; a third in bursts, where many share a second, and some exactly at midnight.
fn created_at(seed: u64, random: &mut impl Rng) -> i64 {
    match random.random_range(0..100) {
        0..35 => {
            let burst = random.random_range(0..BURSTS);
            let start = generator(!seed, burst).random_range(0..SPAN - DAY) / SECOND * SECOND;
            END - SPAN + start + random.random_range(0..600) * SECOND
        }
        35..38 => END - random.random_range(1..SPAN / DAY) * DAY,
        _ => {
            let age: f64 = random.random_range(0.0..1.0);
            END - (age.powf(1.5) * SPAN as f64) as i64
        }
    }
}

/// A legal way from where rows start to `status`, in order of time.
fn moves(random: &mut impl Rng, status: &'static str, created_at: i64) -> Vec<Move> {
    let revised = random.random_bool(0.15);
    let path: &[&'static str] = match status {
        "generated" => &["draft", "generated"],
        "pending_review" if revised => &[
            "draft",
            "generated",
            "pending_review",
            "needs_revision",
            "pending_review",
        ],
        "pending_review" => &["draft", "generated", "pending_review"],
        "approved" if revised => &[
            "draft",
            "generated",
            "pending_review",
            "needs_revision",
            "pending_review",
            "approved",
        ],
        "approved" => &["draft", "generated", "pending_review", "approved"],
        "rejected" => &["draft", "generated", "pending_review", "rejected"],
        "needs_revision" => &["draft", "generated", "pending_review", "needs_revision"],
        "archived" if revised => &["draft", "archived"],
        "archived" => &[
            "draft",
            "generated",
            "pending_review",
            "approved",
            "archived",
        ],
        // Nothing leads to "failed": such a row began there.
        _ => &[],
    };
    let mut at = created_at;
    path.windows(2)
        .map(|step| {
            at += random.random_range(SECOND..40 * HOUR);
            Move {
                at,
                by: pick(random, words::REVIEWERS),
                from: step[0],
                to: step[1],
                reason: (step[1] == "rejected").then(|| pick(random, words::REASONS)),
                note: (step[1] == "needs_revision" || random.random_bool(0.1))
                    .then(|| pick(random, words::NOTES)),
            }
        })
        .collect()
}

/// The moves as JSON. Every text in them is a constant without characters that JSON escapes.
fn history(moves: &[Move]) -> String {
    let mut json = String::from("[");
    for (
        index,
        Move {
            at,
            by,
            from,
            to,
            reason,
            note,
        },
    ) in moves.iter().enumerate()
    {
        if index > 0 {
            json.push(',');
        }
        json += &format!(
            r#"{{"at":"{}","by":"{by}","from":"{from}","to":"{to}""#,
            timestamp(*at)
        );
        if let Some(reason) = reason {
            json += &format!(r#","reason":"{reason}""#);
        }
        if let Some(note) = note {
            json += &format!(r#","note":"{note}""#);
        }
        json.push('}');
    }
    json.push(']');
    json
}

fn title(random: &mut impl Rng, number: u64) -> String {
    if number == 0 {
        return format!("The {} that saved for winter", words::NEEDLE);
    }
    let mut title = match random.random_range(0..100) {
        0..40 => pick(random, words::PLANNING_TITLES).replace("{}", pick(random, words::TOPICS)),
        40..82 => pick(random, words::OTHER_TITLES).replace("{}", pick(random, words::TOPICS)),
        _ => pick(random, words::FOREIGN_TITLES).to_owned(),
    };
    match random.random_range(0..100) {
        0..3 => title = format!("{title} {}", pick(random, words::EMOJI)),
        3..33 => title = format!("{title}, case {number}"),
        _ => {}
    }
    title
}

/// One of few titles; some agree in more characters than take part in the sort.
fn tied_title(random: &mut impl Rng) -> String {
    const LONG: &str = "An unusually long title that goes on and on, past every character that a sort key may hold, and ends in";
    match random.random_range(0..10) {
        0..2 => format!("{LONG} {}", pick(random, &["A", "B"])),
        2..5 => pick(random, &words::FOREIGN_TITLES[..12]).to_owned(),
        _ => pick(random, &words::PLANNING_TITLES[..4])
            .replace("{}", pick(random, &words::TOPICS[..3])),
    }
}

/// One in ten without a score; most scores on half and tenth points, as people judge.
fn quality(random: &mut impl Rng, status: &str) -> Option<u32> {
    if random.random_bool(0.1) {
        return None;
    }
    // The sum of three uniform draws is close to a bell.
    let centre = if status == "rejected" { 250 } else { 600 };
    let score = (centre
        + (0..3)
            .map(|_| random.random_range(0..=135_u32))
            .sum::<u32>())
    .min(1000);
    Some(match random.random_range(0..10) {
        0..4 => score / 50 * 50,
        4..9 => score / 10 * 10,
        _ => score,
    })
}

fn turns(random: &mut impl Rng, status: &str) -> i32 {
    match status {
        "failed" => 0,
        "draft" => random.random_range(0..4),
        _ => pick(random, &[2, 4, 4, 6, 6, 6, 8, 8, 10, 12, 5, 7, 16, 24]),
    }
}

fn categories(random: &mut impl Rng, number: u64) -> Vec<&'static str> {
    // Not a round number, so that the rare category and other patterns by number do not fall together.
    if number % words::RARE_CATEGORY_EVERY == 17 {
        return vec![words::RARE_CATEGORY];
    }
    let mut categories: Vec<_> = (0..random.random_range(1..4))
        .map(|_| pick(random, words::CATEGORIES))
        .collect();
    categories.sort_unstable();
    categories.dedup();
    categories
}

fn parameters(random: &mut impl Rng) -> String {
    format!(
        r#"{{"model":"{}","language":"{}","complexity":{},"temperature":0.{}}}"#,
        pick(
            random,
            &["claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5"]
        ),
        pick(
            random,
            &["en", "en", "en", "fr", "de", "ru", "ar", "zh", "hi"]
        ),
        random.random_range(1..=5),
        random.random_range(2..10),
    )
}
