//! Plans.
//!
//! A filter is explained by the statements that the list or the count would run for it: the plan is chosen by the same
//! code, from the same answers of Postgres. Where a page may take two statements, each is explained as if the page began
//! with it.

use crate::{answer, read};
use parley_domain::{
    filter::Filter,
    inspection::{
        plan::{Node, Plan},
        request::{ExplainRequest, Subject},
        suggestion::{self, Suggestion, Surroundings},
    },
    problem::{Kind, Problem},
    query::{self, ListQuery},
    role::Role,
};
use parley_platform::{database::Session, planning, reply::Reply, serve::Call};
use parley_store::{
    conversations::{
        count,
        page::{self, Section},
    },
    inspection::explain,
    statement::Statement,
};
use serde::Serialize;

/// The longest body: a filter with every list full.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// The answer.
#[derive(Serialize)]
struct Explanation {
    /// The way to a page or a count, as `Server-Timing` names it; none for a statement.
    plan: Option<&'static str>,
    /// Whether the statements were run.
    analyzed: bool,
    notice: Option<&'static str>,
    statements: Vec<Explained>,
}

#[derive(Serialize)]
struct Explained {
    /// The part of the list that it reads.
    section: Option<&'static str>,
    /// Its SQL with parameters, where it is one of Parley's.
    text: Option<String>,
    tree: Plan,
    suggestions: Vec<Suggestion>,
    hypothetical: Option<Hypothetical>,
}

/// The plan that there would be with the suggested indexes.
#[derive(Serialize)]
struct Hypothetical {
    cost: f64,
    nodes: Vec<Node>,
}

/// What is explained.
#[derive(Clone)]
enum Explainable {
    Text(Statement),
    Known(String),
}

pub async fn explain_query(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["POST"])?;
    call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let fields = call.json(MAX_BODY_BYTES).await?;
    let request = ExplainRequest::parse(fields).map_err(Problem::invalid)?;

    let session = Session::open(&call.timing).await?;
    let question = match &request.subject {
        Subject::List(query) => of_list(&session, query, request.analyze).await?,
        Subject::Count(filter) => of_count(&session, filter, request.analyze).await?,
        Subject::Statement(id) => Question {
            plan: None,
            analyze: false,
            notice: Some("the plan for any values: those that it was run with are not kept"),
            statements: vec![(None, Explainable::Known(id.clone()))],
        },
    };
    let mut statements = Vec::new();
    for (section, explainable) in question.statements {
        statements.push(explained(&session, explainable, section, question.analyze).await?);
    }
    answer(&Explanation {
        plan: question.plan,
        analyzed: question.analyze,
        notice: question.notice,
        statements,
    })
}

/// What is to be explained.
struct Question {
    plan: Option<&'static str>,
    analyze: bool,
    notice: Option<&'static str>,
    /// Each with the part of the list that it reads.
    statements: Vec<(Option<&'static str>, Explainable)>,
}

async fn of_list(
    session: &Session<'_>,
    query: &ListQuery,
    analyze: bool,
) -> Result<Question, Problem> {
    let plan = planning::of_page(session, query).await?;
    let sections = page::sections(query, plan).iter();
    let statements = sections.map(|section| {
        let page = page::rows(query, plan, *section, query.limit.rows() + 1);
        (Some(name(*section)), Explainable::Text(page))
    });
    Ok(Question {
        plan: Some(plan.name()),
        analyze,
        notice: None,
        statements: statements.collect(),
    })
}

async fn of_count(
    session: &Session<'_>,
    filter: &Filter,
    analyze: bool,
) -> Result<Question, Problem> {
    let (plan, statement) = match count::counted(filter) {
        Some(statement) => ("counters", statement),
        None if planning::too_many(session, filter).await?.is_some() => {
            ("estimate", count::exact(filter))
        }
        None => ("count", count::exact(filter)),
    };
    // What is too many to count is not counted here either.
    let is_estimated = plan == "estimate";
    Ok(Question {
        plan: Some(plan),
        analyze: analyze && !is_estimated,
        notice: is_estimated.then_some(
            "too many are expected to match to count them: the estimate that is answered is the one of this plan",
        ),
        statements: vec![(None, Explainable::Text(statement))],
    })
}

async fn explained(
    session: &Session<'_>,
    explainable: Explainable,
    section: Option<&'static str>,
    analyze: bool,
) -> Result<Explained, Problem> {
    let tree = plan(session, &explainable, analyze, &[]).await?;
    let surroundings = explain::surroundings(suggestion::tables(&tree));
    let surroundings: Surroundings = read(&session.text(surroundings).await?)?;
    let suggestions = suggestion::suggest(&tree, &surroundings.tables);
    let indexes: Vec<String> = suggestions
        .iter()
        .filter_map(Suggestion::hypothetical)
        .collect();
    let hypothetical = if surroundings.has_hypothetical_indexes && !indexes.is_empty() {
        // Never run: these indexes exist for the planner alone.
        let with = plan(session, &explainable, false, &indexes).await?;
        Some(Hypothetical {
            cost: with.cost,
            nodes: with.nodes,
        })
    } else {
        None
    };
    Ok(Explained {
        section,
        text: match &explainable {
            Explainable::Text(statement) => Some(statement.text().to_owned()),
            Explainable::Known(_) => None,
        },
        tree,
        suggestions,
        hypothetical,
    })
}

async fn plan(
    session: &Session<'_>,
    explainable: &Explainable,
    analyze: bool,
    indexes: &[String],
) -> Result<Plan, Problem> {
    let statement = match explainable.clone() {
        Explainable::Text(statement) => explain::query(statement, analyze, indexes),
        Explainable::Known(id) => explain::statement(&id, indexes),
    };
    let json = session.optional_text(statement).await?.ok_or_else(|| {
        Problem::new(
            Kind::NotFound,
            "this role has run no statement with this queryid",
        )
    })?;
    Plan::read(&json).ok_or_else(|| Problem::internal("EXPLAIN gave no plan"))
}

const fn name(section: Section) -> &'static str {
    match section {
        Section::Whole => "whole",
        Section::Scored => "scored",
        Section::Unscored => "unscored",
        Section::Ascii => "ascii",
        Section::BeyondAscii => "beyond_ascii",
    }
}
