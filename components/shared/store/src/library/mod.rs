//! Templates, scenarios and edge cases: the same statements on three tables.

pub mod page;
pub mod row;

use crate::statement::Statement;
use parley_domain::library::Resource;

/// Whose rows belong to another's, and by which column.
struct Reference {
    table: &'static str,
    column: &'static str,
}

const fn table(resource: Resource) -> &'static str {
    match resource {
        Resource::Templates => "templates",
        Resource::Scenarios => "scenarios",
        Resource::EdgeCases => "edge_cases",
    }
}

/// The column that names what a row belongs to, and the table it is in.
const fn parent(resource: Resource) -> Option<Reference> {
    match resource {
        Resource::Templates => None,
        Resource::Scenarios => Some(Reference {
            table: "templates",
            column: "template_id",
        }),
        Resource::EdgeCases => Some(Reference {
            table: "scenarios",
            column: "scenario_id",
        }),
    }
}

/// What refers to a row besides conversations.
const fn child(resource: Resource) -> Option<Reference> {
    match resource {
        Resource::Templates => Some(Reference {
            table: "scenarios",
            column: "template_id",
        }),
        Resource::Scenarios => Some(Reference {
            table: "edge_cases",
            column: "scenario_id",
        }),
        Resource::EdgeCases => None,
    }
}

/// The column of conversations that names what one was made from.
const fn conversation_column(resource: Resource) -> &'static str {
    match resource {
        Resource::Templates => "template_id",
        Resource::Scenarios => "scenario_id",
        Resource::EdgeCases => "edge_case_id",
    }
}

/// The columns of a list, of a row `r`, named as the API names them.
fn push_columns(statement: &mut Statement, resource: Resource) {
    statement.push("r.id, r.name, r.description, r.category, r.active");
    match resource {
        Resource::Templates => {}
        Resource::Scenarios => {
            statement.push(r#", r.template_id AS "templateId""#);
        }
        Resource::EdgeCases => {
            statement.push(r#", r.scenario_id AS "scenarioId""#);
        }
    }
    statement.push(
        r#", r.created_by AS "createdBy", r.version,
  to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
  to_char(r.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt""#,
    );
}
