//! An independent account of what a list must hold.
//!
//! The rules of `docs/openapi.yaml` are written here a second time, by hand and as plain SQL with its values inlined:
//! nothing is shared with the code under test, so that a mistake there is not repeated here. A [`Combination`] carries
//! one choice of filter, sort and limit both ways, as query parameters and as SQL. Values are drawn from those the
//! database holds, so that most combinations select something.

use super::client::{Answer, Client};
use rand::{RngExt, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection};
use std::fmt;
use url::form_urlencoded;

/// Every sort key, each with the SQL it compares.
pub const SORTS: [(&str, &str); 5] = [
    ("created_at", "created_at"),
    ("updated_at", "updated_at"),
    ("quality_score", "quality_score"),
    ("title", r#"left(title, 80) COLLATE "C""#),
    ("total_turns", "total_turns"),
];

/// Both directions.
pub const DIRECTIONS: [&str; 2] = ["asc", "desc"];

/// Pages that a random walk should stay around; a limit that would take many more is raised.
const MOST_PAGES: usize = 8;

/// Words and phrases in the titles, personas and emotions of the seed, in every syntax of a web search box, and text
/// that is no syntax at all.
const SEARCHES: [&str; 18] = [
    "planning",
    "tax planning",
    "\"roth conversion\"",
    "planning -retirement",
    "fund or rollover",
    "investor anxious",
    "401(k)",
    "héritage",
    "Übernahme",
    "hipoteczny",
    "ANGRY customer",
    "unusually long title",
    "a:b & !c | (",
    "'; DROP TABLE conversations --",
    "\"unclosed quote",
    "100% _wild_",
    "planning for the tax",
    "of the",
];

/// Values that occur in the database.
pub struct Vocabulary {
    personas: Vec<String>,
    emotions: Vec<String>,
    categories: Vec<String>,
    templates: Vec<String>,
    instants: Vec<String>,
}

impl Vocabulary {
    /// Reads them.
    pub async fn read(connection: &mut PgConnection) -> sqlx::Result<Self> {
        let mut column = async |query: &'static str| {
            sqlx::query_scalar::<_, String>(query)
                .fetch_all(&mut *connection)
                .await
        };
        Ok(Self {
            personas: column("SELECT DISTINCT persona FROM conversations ORDER BY 1").await?,
            emotions: column("SELECT DISTINCT emotion FROM conversations ORDER BY 1").await?,
            categories: column("SELECT DISTINCT unnest(category) FROM conversations ORDER BY 1").await?,
            templates: column(
                "SELECT DISTINCT template_id::text FROM conversations WHERE template_id IS NOT NULL ORDER BY 1",
            )
            .await?,
            instants: column(
                r#"SELECT DISTINCT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                   FROM conversations ORDER BY 1"#,
            )
            .await?,
        })
    }
}

/// A filter, a sort and a limit.
#[derive(Clone)]
pub struct Combination {
    parameters: Vec<(String, String)>,
    conditions: Vec<String>,
    sort_by: usize,
    descending: bool,
    limit: usize,
}

impl Combination {
    /// No filter.
    pub fn unfiltered(sort_by: usize, descending: bool, limit: usize) -> Self {
        Self {
            parameters: Vec::new(),
            conditions: Vec::new(),
            sort_by,
            descending,
            limit,
        }
    }

    /// The conversations of these personas, twenty to a page.
    pub fn of_personas(personas: &[&str], (sort_by, descending): (usize, bool)) -> Self {
        let mut combination = Self::unfiltered(sort_by, descending, 20);
        combination.any_of("persona", personas);
        combination
    }

    /// Two to four conditions, any sort and any limit.
    pub fn random(random: &mut Xoshiro256PlusPlus, vocabulary: &Vocabulary) -> Self {
        let mut combination = Self::unfiltered(
            random.random_range(0..SORTS.len()),
            random.random(),
            random.random_range(1..=100),
        );
        let mut kinds: Vec<u8> = (0..9).collect();
        for _ in 0..random.random_range(2..=4) {
            let kind = kinds.swap_remove(random.random_range(0..kinds.len()));
            combination.add(random, vocabulary, kind);
        }
        combination
    }

    /// Up to three conditions on tier, status and creation, by creation: what the counters by day know.
    pub fn random_by_day(random: &mut Xoshiro256PlusPlus, vocabulary: &Vocabulary) -> Self {
        let mut combination = Self::unfiltered(0, random.random(), random.random_range(1..=100));
        for kind in [0, 1, 4] {
            if random.random() {
                combination.add(random, vocabulary, kind);
            }
        }
        combination
    }

    /// Rows on a page.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Adds a list parameter by hand: any of `values` in `column`.
    pub fn any_of(&mut self, name: &str, values: &[&str]) {
        for value in values {
            self.parameters.push((name.to_owned(), (*value).to_owned()));
        }
        self.conditions
            .push(format!("{name} IN ({})", literals(values)));
    }

    fn add(&mut self, random: &mut Xoshiro256PlusPlus, vocabulary: &Vocabulary, kind: u8) {
        match kind {
            0 => self.add_names(
                random,
                "status",
                &[
                    "draft",
                    "generated",
                    "pending_review",
                    "approved",
                    "rejected",
                    "needs_revision",
                    "failed",
                    "archived",
                ],
            ),
            1 => self.add_names(random, "tier", &["template", "scenario", "edge_case"]),
            2 => self.add_quality(random),
            3 => {
                let text = pick(random, &SEARCHES);
                self.parameters.push(("search".into(), text.into()));
                self.conditions.push(format!(
                    "search_vector @@ websearch_to_tsquery('english', {})",
                    literal(text)
                ));
            }
            4 => self.add_dates(random, &vocabulary.instants),
            5 => {
                let values = some(random, &vocabulary.categories, 3);
                self.write_list(random, "category", &values);
                let array = format!("ARRAY[{}]::text[]", literals(&values));
                self.conditions.push(format!("category && {array}"));
            }
            6 => {
                let personas = some(random, &vocabulary.personas, 6);
                self.any_of("persona", &personas);
            }
            7 => {
                let emotions = some(random, &vocabulary.emotions, 4);
                self.any_of("emotion", &emotions);
            }
            _ => {
                let values = some(random, &vocabulary.templates, 12);
                self.write_list(random, "template_id", &values);
                self.conditions
                    .push(format!("template_id IN ({})", literals(&values)));
            }
        }
    }

    fn add_names(&mut self, random: &mut Xoshiro256PlusPlus, name: &str, names: &[&str]) {
        let count = random.random_range(1..=3);
        let values: Vec<&str> = names.sample(random, count).copied().collect();
        self.write_list(random, name, &values);
        self.conditions
            .push(format!("{name} IN ({})", literals(&values)));
    }

    fn add_quality(&mut self, random: &mut Xoshiro256PlusPlus) {
        const SCORES: [&str; 8] = ["0", "5", "5.00", "8.25", "8.26", "9.89", "9.9", "10"];
        let mut ends = [random.random_range(0..8), random.random_range(0..8)];
        ends.sort_unstable();
        let sides = random.random_range(0..3);
        if sides != 1 {
            let value = SCORES[ends[0]];
            self.parameters.push(("quality_min".into(), value.into()));
            self.conditions.push(format!("quality_score >= {value}"));
        }
        if sides != 0 {
            let value = SCORES[ends[1]];
            self.parameters.push(("quality_max".into(), value.into()));
            self.conditions.push(format!("quality_score <= {value}"));
        }
    }

    /// Days without a time, which mean the whole day, and instants to the microsecond.
    fn add_dates(&mut self, random: &mut Xoshiro256PlusPlus, instants: &[String]) {
        let mut ends = [pick(random, instants), pick(random, instants)];
        ends.sort_unstable();
        let sides = random.random_range(0..3);
        if sides != 1 {
            let whole_day = random.random();
            let value = if whole_day { &ends[0][..10] } else { ends[0] };
            self.parameters.push(("start_date".into(), value.into()));
            self.conditions.push(if whole_day {
                format!("(created_at AT TIME ZONE 'UTC')::date >= '{value}'")
            } else {
                format!("created_at >= '{value}'")
            });
        }
        if sides != 0 {
            let whole_day = random.random();
            let value = if whole_day { &ends[1][..10] } else { ends[1] };
            self.parameters.push(("end_date".into(), value.into()));
            self.conditions.push(if whole_day {
                format!("(created_at AT TIME ZONE 'UTC')::date <= '{value}'")
            } else {
                format!("created_at <= '{value}'")
            });
        }
    }

    /// Repeated, with brackets, or with commas.
    fn write_list(&mut self, random: &mut Xoshiro256PlusPlus, name: &str, values: &[&str]) {
        match random.random_range(0..3) {
            0 => self.parameters.push((name.into(), values.join(","))),
            form => {
                let name = if form == 1 {
                    name.to_owned()
                } else {
                    format!("{name}[]")
                };
                self.parameters.extend(
                    values
                        .iter()
                        .map(|value| (name.clone(), (*value).to_owned())),
                );
            }
        }
    }

    /// Raises the limit where a walk would take too many pages.
    pub fn with_pages_for(mut self, rows: usize) -> Self {
        self.limit = self.limit.max(rows.div_ceil(MOST_PAGES).min(100));
        self
    }

    /// The ids that the whole list must hold, in order.
    pub async fn expected(&self, connection: &mut PgConnection) -> sqlx::Result<Vec<String>> {
        let direction = if self.descending { "DESC" } else { "ASC" };
        let key = SORTS[self.sort_by].1;
        let statement = format!(
            "SELECT id::text FROM conversations WHERE {} ORDER BY {key} {direction} NULLS LAST, id {direction}",
            self.condition()
        );
        sqlx::query_scalar(AssertSqlSafe(statement))
            .fetch_all(connection)
            .await
    }

    /// The filter as SQL.
    pub fn condition(&self) -> String {
        if self.conditions.is_empty() {
            return "true".to_owned();
        }
        self.conditions.join(" AND ")
    }

    /// The path of the list's first page.
    pub fn list_path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .extend_pairs(&self.parameters)
            .append_pair("sort_by", SORTS[self.sort_by].0)
            .append_pair("sort_dir", DIRECTIONS[usize::from(self.descending)])
            .append_pair("limit", &self.limit.to_string());
        format!("/api/conversations?{}", query.finish())
    }

    /// The path of the count.
    pub fn count_path(&self) -> String {
        format!("/api/conversations/count?{}", self.filter_query())
    }

    /// The path of the facets.
    pub fn facets_path(&self) -> String {
        format!("/api/conversations/facets?{}", self.filter_query())
    }

    fn filter_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.parameters).finish()
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (WHERE {})", self.list_path(), self.condition())
    }
}

/// What a walk through all pages saw.
pub struct Walk {
    /// The ids, in the order in which they were seen.
    pub ids: Vec<String>,
    /// The answer that held the last of them.
    pub last: Value,
}

/// Walks from the first page to the last by `nextCursor`.
pub fn walk_forward(client: &Client, path: &str) -> Walk {
    let first = page(&client.get(path));
    assert_eq!(first["pagination"]["prevCursor"], Value::Null, "{path}");
    walk(client, path, first, "nextCursor")
}

/// Walks from a page back to the first by `prevCursor`; the ids begin with those of that page, last row first.
pub fn walk_back(client: &Client, path: &str, from: &Value) -> Walk {
    walk(client, path, from.clone(), "prevCursor")
}

fn walk(client: &Client, path: &str, from: Value, towards: &str) -> Walk {
    let mut walk = Walk {
        ids: Vec::new(),
        last: from.clone(),
    };
    let mut current = from;
    loop {
        let mut ids = ids(&current);
        if towards == "prevCursor" {
            ids.reverse();
        }
        // A page is empty where the rows it was to hold were deleted meanwhile: it has no edges, hence no cursors.
        if !ids.is_empty() {
            walk.ids.append(&mut ids);
            walk.last = current.clone();
        }
        let Some(cursor) = current["pagination"][towards].as_str() else {
            return walk;
        };
        current = page(&client.get(&format!("{path}&cursor={cursor}")));
    }
}

fn page(answer: &Answer) -> Value {
    let page = answer.data();
    let rows = page["data"].as_array().map_or(0, Vec::len);
    let pagination = &page["pagination"];
    let limit = pagination["limit"].as_u64().expect("a limit") as usize;
    assert!(rows <= limit, "{rows} rows on a page of {limit}");
    assert_eq!(
        pagination["hasMore"],
        pagination["nextCursor"].is_string(),
        "hasMore and nextCursor disagree: {pagination}"
    );
    page
}

/// The ids on a page.
pub fn ids(page: &Value) -> Vec<String> {
    let rows = page["data"].as_array().expect("a list of rows");
    rows.iter()
        .map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn pick<'a, T: AsRef<str>>(random: &mut Xoshiro256PlusPlus, from: &'a [T]) -> &'a str {
    from.choose(random).expect("a choice").as_ref()
}

fn some<'a>(random: &mut Xoshiro256PlusPlus, from: &'a [String], most: usize) -> Vec<&'a str> {
    let count = random.random_range(1..=most);
    from.sample(random, count).map(String::as_str).collect()
}

fn literals(values: &[&str]) -> String {
    let literals: Vec<String> = values.iter().map(|value| literal(value)).collect();
    literals.join(", ")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
