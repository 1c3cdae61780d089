//! Templates, scenarios and edge cases of demo data: what its conversations were generated from.

use super::{
    rows::{CREATED_BY, Catalogue},
    words,
};
use anyhow::Result;
use sqlx::PgConnection;
use uuid::Uuid;

const TEMPLATES: usize = 300;
const SCENARIOS: usize = 240;
const EDGE_CASES: usize = 180;

/// An id that follows from the name: the same in every database, whatever the seed.
fn id_of(kind: &str, name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{kind}/{name}").as_bytes())
}

/// Names that differ: each topic with one persona after another.
fn names(count: usize, what: &str) -> impl Iterator<Item = String> {
    (0..count).map(move |number| {
        let topic = words::TOPICS[number % words::TOPICS.len()];
        let persona =
            words::PERSONAS[(number / words::TOPICS.len() + number) % words::PERSONAS.len()];
        format!("{what} {}: {topic}, {persona}", number + 1)
    })
}

/// Adds what is missing of the catalogue, and answers its ids.
pub(super) async fn add(connection: &mut PgConnection) -> Result<Catalogue> {
    let templates = insert(connection, "templates", "Template", TEMPLATES, None).await?;
    let scenarios = insert(
        connection,
        "scenarios",
        "Scenario",
        SCENARIOS,
        Some(("template_id", &templates)),
    )
    .await?;
    let edge_cases = insert(
        connection,
        "edge_cases",
        "Edge case",
        EDGE_CASES,
        Some(("scenario_id", &scenarios)),
    )
    .await?;
    Ok(Catalogue {
        templates,
        scenarios,
        edge_cases,
    })
}

async fn insert(
    connection: &mut PgConnection,
    table: &'static str,
    what: &str,
    count: usize,
    parent: Option<(&'static str, &[Uuid])>,
) -> Result<Vec<Uuid>> {
    let names: Vec<String> = names(count, what).collect();
    let ids: Vec<Uuid> = names.iter().map(|name| id_of(table, name)).collect();
    let parents: Vec<Option<String>> = (0..count)
        .map(|number| parent.map(|(_, parents)| parents[number % parents.len()].to_string()))
        .collect();
    let categories: Vec<&str> = (0..count)
        .map(|number| words::CATEGORIES[number % words::CATEGORIES.len()])
        .collect();
    let (column, value) = parent.map_or(("", ""), |(column, _)| (column, "parent::uuid"));
    let comma = if parent.is_some() { ", " } else { "" };
    let statement = format!(
        "INSERT INTO {table} (id, name, description, body, category, parameters, created_by{comma}{column}) \
         SELECT id::uuid, name, 'Example for demonstration', \
                'You are talking with a {{{{persona}}}} who feels {{{{emotion}}}}. Subject: ' || name, \
                ARRAY[category], '{{\"persona\": \"First-time investor\", \"emotion\": \"anxious\"}}', $5{comma}{value} \
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS example (id, name, category, parent) \
         ON CONFLICT (id) DO NOTHING"
    );
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(ids.iter().map(Uuid::to_string).collect::<Vec<_>>())
        .bind(&names)
        .bind(&categories)
        .bind(&parents)
        .bind(CREATED_BY)
        .execute(connection)
        .await?;
    Ok(ids)
}
